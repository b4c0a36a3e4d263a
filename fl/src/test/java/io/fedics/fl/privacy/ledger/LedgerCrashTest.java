package io.fedics.fl.privacy.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.privacy.GaussianSteps;
import io.fedics.fl.privacy.PrivacyUnit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that charges is killed in the middle of it, as by {@code kill -9}. */
class LedgerCrashTest {
  private static final int RELEASES_SEEN = 20;

  @TempDir
  private Path folder;

  @Test
  void charge_killedProcess_keepsEveryRowOnWhichSomethingWasReleased() throws Exception {
    Process process = new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-cp",
            System.getProperty("java.class.path"),
            Charger.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    long released = killWhileItReleases(process);
    LedgerVerdict verdict = LedgerFile.verify(folder);
    assertThat(verdict.isValid()).as(verdict.toString()).isTrue();
    assertThat(released).isGreaterThanOrEqualTo(RELEASES_SEEN);
    try (var ledger = LedgerFile.open(folder, Optional.empty())) {
      // What was charged and not yet released when the process ended may be one row more.
      assertThat(ledger.head().rows()).isBetween(released, released + 1);
      ledger.charge(spend(released + 1));
    }
    assertThat(LedgerFile.verify(folder).detail()).isEmpty();
  }

  private static long killWhileItReleases(Process process)
      throws IOException, InterruptedException {
    long last = 0;
    try (var out = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = Long.parseLong(line);
        if (last == RELEASES_SEEN) {
          process.toHandle().destroyForcibly(); // unlike the process, leaves its output to be read
        }
      }
    }
    process.waitFor();
    return last;
  }

  private static Spend spend(long round) {
    return new Spend(
        "site",
        "run",
        round,
        PrivacyUnit.RECORD,
        "gaussian",
        new GaussianSteps(0.01, 1.1, 1),
        1e-5,
        "rdp");
  }

  /** Charges until it is killed and tells each row once it is charged, which is its release. */
  static final class Charger {
    private Charger() {}

    public static void main(String[] arguments) {
      try (var ledger = LedgerFile.open(Path.of(arguments[0]), Optional.empty())) {
        for (long round = 1; ; round++) {
          System.out.println(ledger.release(spend(round), () -> ledger.head().rows()));
        }
      }
    }
  }
}
