package io.fedics.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the script {@code fedics} says where it cannot go on. */
class LauncherScriptIT {
  @TempDir
  private Path folder;

  @Test
  void nothingBuilt_folderCannotBeWritten_isOneSentence() throws Exception {
    Path target = checkout().resolve("verticles/target");
    Files.createFile(target);

    assertThat(refusal())
        .isEqualTo(
            "fedics: nothing is built in %s, which this user cannot write (expected: build as its owner)\n",
            target);
  }

  @Test
  void sourcesNewerThanABuildOfAnotherUser_isOneSentence() throws Exception {
    Path target = Files.createDirectories(checkout().resolve("verticles/target"));
    Path stamp = Files.createFile(target.resolve(".built"));
    Files.setLastModifiedTime(stamp, FileTime.from(Instant.now().minusSeconds(60)));
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertThat(refusal())
          .isEqualTo(
              "fedics: the sources are newer than the build in %s, which this user cannot write (expected: build as its owner, or FEDICS_NO_BUILD=1)\n",
              target);
    } finally {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void outOfMemory_isOneSentenceAndCode3() throws Exception {
    LauncherProcess process = LauncherProcess.start(
        folder,
        Map.of("FEDICS_JAVA_OPTS", "-Xmx6m"),
        "simulate",
        "--out",
        folder.resolve("flows.json").toString(),
        "--flows",
        "1000000",
        "--json");

    assertThat(process.awaitExit(60, SECONDS)).isEqualTo(3);
    assertThat(process.errors())
        .contains(
            "\nfedics: out of memory (expected: more than now, as by FEDICS_JAVA_OPTS=-Xmx2g)\n");
    assertThat(process.output()).isEmpty();
  }

  @Test
  void noCommand_listsTheCommands() throws Exception {
    LauncherProcess process = LauncherProcess.start(folder);

    assertThat(process.awaitExit(60, SECONDS)).isEqualTo(2);
    assertThat(process.errors()).startsWith("Usage: fedics [-hV] COMMAND\n");
  }

  private Path checkout() throws IOException {
    Path home = Files.createDirectories(folder.toRealPath().resolve("checkout"));
    Files.createDirectories(home.resolve("verticles"));
    Files.createFile(home.resolve("pom.xml"));
    Files.copy(Path.of("../fedics"), home.resolve("fedics"));
    return home;
  }

  private String refusal() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(
        List.of("bash", folder.toRealPath().resolve("checkout/fedics").toString(), "up"));
    if (isRoot()) { // who may write anywhere
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      command.addAll(0, List.of("setpriv", "--reuid", "65534", "--clear-groups"));
    }
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("FEDICS_NO_BUILD");
    Process script = builder.start();
    String said = script.inputReader().readAllAsString();
    assertThat(script.waitFor()).isEqualTo(2);
    return said;
  }

  private boolean isRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"));
  }
}
