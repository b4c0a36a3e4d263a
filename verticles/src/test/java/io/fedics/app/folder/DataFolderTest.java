package io.fedics.app.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir
  private Path temporary;

  @Test
  void open_absentFolder_isMadeForItsOwnerOnly() throws IOException {
    Path path = temporary.resolve("a/b");
    try (DataFolder folder = DataFolder.open(path)) {
      assertThat(folder.path()).isEqualTo(path);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void open_folderInUse_namesTheProcess() throws IOException {
    DataFolder first = DataFolder.open(temporary);

    assertThatThrownBy(() -> DataFolder.open(temporary))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--data-dir: %s is in use by the fedics of process %d (expected: one instance per folder)"
                .formatted(temporary, ProcessHandle.current().pid()));
    first.close();
    DataFolder.open(temporary).close();
  }

  @Test
  void open_fileInItsPlace_isOneSentence() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    assertThatThrownBy(() -> DataFolder.open(file))
        .isInstanceOf(UsageException.class)
        .hasMessage("--data-dir: " + file + " (expected: a folder this user can read and write)");
  }

  @Test
  void usual_xdgFolder_winsOverHome() {
    assertThat(DataFolder.usual(Map.of("XDG_DATA_HOME", "/x", "HOME", "/h")))
        .isEqualTo(Path.of("/x/fedics"));
    assertThat(DataFolder.usual(Map.of("XDG_DATA_HOME", "relative", "HOME", "/h")))
        .isEqualTo(Path.of("/h/.local/share/fedics"));
  }

  @Test
  void usual_noHome_isThatOfTheUser_neverTheWorkingDirectory() {
    assertThat(DataFolder.usual(Map.of()))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local/share/fedics"));
  }

  @Test
  void secret_fileReadableByOthers_isItsOwnersAgain() throws IOException {
    Path file = Files.writeString(temporary.resolve("token"), "abc");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(OwnerOnly.secret(file)).isEqualTo("abc");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void secret_noText_isOneSentence() throws IOException {
    Path file =
        Files.write(temporary.resolve("token"), new byte[] {(byte) 0xC3, 0x28, (byte) 0xFF});

    assertThatThrownBy(() -> OwnerOnly.secret(file))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            file + ": no text (expected: what fedics wrote there; its backup, or no such file)");
  }

  @Test
  void secret_asked_isKeptAndPrivate() throws IOException {
    Path file = temporary.resolve("token");
    String secret = OwnerOnly.secret(file);

    assertThat(secret).hasSizeGreaterThanOrEqualTo(43);
    assertThat(OwnerOnly.secret(file)).isEqualTo(secret);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
