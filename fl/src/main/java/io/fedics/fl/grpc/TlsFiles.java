package io.fedics.fl.grpc;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/** Whether TLS files hold what they must, read as the connection will read them: a handshake that fails does not say why. */
public final class TlsFiles {
  private static final byte[] SAMPLE = "sample".getBytes(StandardCharsets.US_ASCII);

  private static final String OWN_KEY = "the key of --tls-cert, PEM";

  private TlsFiles() {}

  /**
   * Reads the files; blocks.
   *
   * @return the same files
   * @param now when the certificate must be valid
   * @throws IllegalArgumentException naming the file that is no PEM of its kind, the key that is not the certificate's, or when
   *     a certificate began to be valid too late or ended
   */
  public static ServerConfig.Tls require(Vertx vertx, ServerConfig.Tls files, Instant now) {
    requireAllValid(
        "tls-cert",
        files.certificate(),
        certificates(vertx, "tls-cert", files.certificate(), "a certificate, PEM"),
        now);
    requireOneValid(
        "tls-ca",
        files.authority(),
        certificates(vertx, "tls-ca", files.authority(), "certificates, PEM"),
        now);
    var own = new PemKeyCertOptions()
        .addCertPath(files.certificate().toString())
        .addKeyPath(files.key().toString());
    KeyManager[] keys = read(
        "tls-key", files.key(), OWN_KEY, () -> own.getKeyManagerFactory(vertx).getKeyManagers());
    for (KeyManager manager : keys) {
      if (manager instanceof X509KeyManager pairs && !isPaired(pairs)) {
        throw new IllegalArgumentException(
            "fl.tls-key: %s (expected: %s)".formatted(files.key(), OWN_KEY));
      }
    }
    return files;
  }

  /** Own ones are shown as a chain, of which each must hold. */
  private static void requireAllValid(
      String setting, Path file, List<X509Certificate> certificates, Instant now) {
    certificates.stream().filter(it -> !isValid(it, now)).findFirst().ifPresent(ended -> {
      throw notValid(setting, file, ended, now);
    });
  }

  /** Of authorities one that ended may stay beside its successor. */
  private static void requireOneValid(
      String setting, Path file, List<X509Certificate> certificates, Instant now) {
    if (!certificates.isEmpty() && certificates.stream().noneMatch(it -> isValid(it, now))) {
      throw notValid(setting, file, certificates.getFirst(), now);
    }
  }

  private static boolean isValid(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  private static IllegalArgumentException notValid(
      String setting, Path file, X509Certificate certificate, Instant now) {
    return new IllegalArgumentException(
        "fl.%s: %s, valid from %s until %s (expected: a certificate that is valid now, %s)"
            .formatted(
                setting,
                file,
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                now.truncatedTo(ChronoUnit.SECONDS)));
  }

  /** All in the file. */
  private static List<X509Certificate> certificates(
      Vertx vertx, String setting, Path file, String expected) {
    TrustManager[] managers = read(
        setting,
        file,
        expected,
        () -> new PemTrustOptions()
            .addCertPath(file.toString())
            .getTrustManagerFactory(vertx)
            .getTrustManagers());
    return Stream.of(managers)
        .filter(X509TrustManager.class::isInstance)
        .flatMap(it -> Stream.of(((X509TrustManager) it).getAcceptedIssuers()))
        .toList();
  }

  /** Whatever a reader of keys and certificates throws, the file is not one. */
  private static <T> T read(String setting, Path file, String expected, Callable<T> reader) {
    try {
      return reader.call();
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "fl.%s: %s (expected: %s)".formatted(setting, file, expected), e);
    }
  }

  private static boolean isPaired(X509KeyManager pairs) {
    for (String algorithm : new String[] {"EC", "RSA"}) {
      String[] aliases = pairs.getServerAliases(algorithm, null);
      for (String alias : aliases == null ? new String[0] : aliases) {
        X509Certificate certificate = pairs.getCertificateChain(alias)[0];
        if (!isPair(pairs.getPrivateKey(alias), certificate.getPublicKey(), algorithm)) {
          return false;
        }
      }
    }
    return true; // of another algorithm: the handshake tells
  }

  private static boolean isPair(PrivateKey secret, PublicKey open, String algorithm) {
    try {
      var signature =
          Signature.getInstance(algorithm.equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
      signature.initSign(secret);
      signature.update(SAMPLE);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(SAMPLE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // a key of another kind
    }
  }
}
