package io.fedics.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker and a database that run elsewhere are used instead of the embedded ones. */
class ExternalIT {
  private static final long LIMIT_SECONDS = 60;

  @TempDir
  private Path folder;

  @Test
  void up_externalBrokerAndDatabase_usesThemAndStartsNone() throws Exception {
    RealWorld world = RealWorld.start(folder.resolve("elsewhere"), Map.of());
    LauncherProcess up = LauncherProcess.start(
        folder,
        world.environment(),
        "up",
        "--data-dir",
        folder.resolve("data").toString(),
        "--http-port",
        "0");
    try {
      up.awaitLine("fedics ready at");
      assertThat(folder.resolve("data/kafka")).doesNotExist();
      assertThat(folder.resolve("data/postgres")).doesNotExist();
      long limit = System.nanoTime() + SECONDS.toNanos(LIMIT_SECONDS);
      while (world.query("SELECT 1 FROM flows LIMIT 1").size() == 0) {
        assertThat(System.nanoTime()).describedAs("a flow is stored").isLessThan(limit);
        LockSupport.parkNanos(100_000_000);
      }
      up.terminate();
      assertThat(up.awaitExit(10, SECONDS)).isZero();
    } finally {
      up.kill();
      world.close();
    }
  }

  /** The own database comes up later than the broker is found missing, and is stopped all the same. */
  @Test
  void up_externalBrokerWithoutAddress_isOneSentenceAndLeavesNoDatabase() throws Exception {
    Path data = folder.resolve("data");
    LauncherProcess up = LauncherProcess.start(
        folder,
        Map.of("KAFKA_BROKERS", "nonsense.invalid:9"),
        "up",
        "--data-dir",
        data.toString(),
        "--http-port",
        "0");
    assertThat(up.awaitExit(LIMIT_SECONDS, SECONDS)).isEqualTo(2);
    assertThat(up.errors().lines().filter(line -> line.startsWith("fedics: ")).toList())
        .hasSize(1);
    assertThat(up.errors())
        .contains("nonsense.invalid:9 cannot be resolved")
        .doesNotContain("\tat ");
    assertThat(data.resolve("postgres/PG_VERSION")).exists();
    assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
  }

  @Test
  void up_externalBrokerThatIsNotThere_isOneSentence() throws Exception {
    LauncherProcess up = LauncherProcess.start(
        folder,
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS",
            "127.0.0.1:1",
            "DATABASE_URL",
            "postgresql://a:b@127.0.0.1:1/c"),
        "up",
        "--data-dir",
        folder.resolve("data").toString(),
        "--http-port",
        "0");
    assertThat(up.awaitExit(LIMIT_SECONDS, SECONDS)).isEqualTo(2);
    assertThat(up.errors().lines().filter(line -> line.startsWith("fedics: ")).toList())
        .hasSize(1);
    assertThat(up.errors()).contains("expected: a running broker").doesNotContain("\tat ");
  }
}
