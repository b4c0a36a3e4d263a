package io.fedics.app.fl;

import io.fedics.fl.grpc.ServerConfig;
import io.fedics.fl.grpc.TlsFiles;
import io.fedics.shared.error.UsageException;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How server and sites of a federation prove to each other who they are. */
final class FlTlsOptions {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

  @Option(names = "--tls-cert", paramLabel = "FILE", description = "Own certificate, PEM.")
  private @Nullable Path cert;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its key, PEM.")
  private @Nullable Path key;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "Authority of the other side's certificate, PEM; the common name in a client's"
          + " certificate is its site.")
  private @Nullable Path authority;

  /**
   * Empty only on this machine. Reads the files.
   *
   * @param option that names {@code host} as {@code address}
   */
  Optional<ServerConfig.Tls> secured(String option, String host, String address) {
    if (cert != null || key != null || authority != null) {
      return Optional.of(sound(new ServerConfig.Tls(
          readable("--tls-cert", cert),
          readable("--tls-key", key),
          readable("--tls-ca", authority))));
    }
    if (!LOOPBACK.contains(host)) {
      throw new UsageException("%s: %s (expected: 127.0.0.1, or --tls-cert, --tls-key and --tls-ca)"
          .formatted(option, address));
    }
    return Optional.empty();
  }

  private static ServerConfig.Tls sound(ServerConfig.Tls files) {
    Vertx vertx = Vertx.vertx();
    try {
      return FlServerOptions.checked(() -> TlsFiles.require(vertx, files, Instant.now()));
    } finally {
      var _ = vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static Path readable(String option, @Nullable Path file) {
    if (file == null) {
      throw new UsageException(
          option + ": missing (expected: --tls-cert, --tls-key and --tls-ca together)");
    }
    if (!Files.isReadable(file)) {
      throw new UsageException(option + ": " + file + " (expected: a readable file)");
    }
    return file;
  }
}
