package io.fedics.app.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderDeletionTest {
  @TempDir
  Path temporary;

  @Test
  void delete_foldersAndFiles_leavesNothing() throws IOException {
    Path folder = temporary.resolve("bench");
    Files.createDirectories(folder.resolve("kafka/topic-0"));
    Files.writeString(folder.resolve("kafka/topic-0/0.log"), "records");
    Files.writeString(folder.resolve("lock"), "1");
    FolderDeletion.delete(folder);
    assertThat(folder).doesNotExist();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void delete_link_leavesWhatItPointsTo() throws IOException {
    Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("kept"), "1");
    Path folder = Files.createDirectories(temporary.resolve("bench"));
    Files.createSymbolicLink(folder.resolve("link"), elsewhere);
    FolderDeletion.delete(folder);
    assertThat(folder).doesNotExist();
    assertThat(elsewhere.resolve("kept")).exists();
  }

  @Test
  void delete_absent_doesNothing() throws IOException {
    FolderDeletion.delete(temporary.resolve("absent"));
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void visitFile_goneMeanwhile_goesOn() throws IOException {
    Path file = Files.writeString(temporary.resolve("checkpoint.tmp"), "1");
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    Files.delete(file);
    var deletion = new FolderDeletion();
    assertThat(deletion.visitFile(file, attributes)).isEqualTo(FileVisitResult.CONTINUE);
    assertThat(deletion.visitFileFailed(file, new NoSuchFileException("checkpoint.tmp")))
        .isEqualTo(FileVisitResult.CONTINUE);
    assertThatThrownBy(
            () -> deletion.visitFileFailed(file, new AccessDeniedException("checkpoint.tmp")))
        .isInstanceOf(AccessDeniedException.class);
  }
}
