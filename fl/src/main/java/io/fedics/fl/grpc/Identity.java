package io.fedics.fl.grpc;

import io.vertx.core.http.HttpServerRequest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Who a client is: with TLS what its certificate says, never its messages; else a number, because nothing is known. */
final class Identity {
  private static final String COMMON_NAME = "CN";

  private Identity() {}

  /**
   * @param joins streams so far, this one counted
   * @return empty when the certificate is of no known site
   */
  static Optional<String> of(HttpServerRequest request, ServerConfig config, long joins) {
    if (config.tls().isEmpty()) {
      return Optional.of("client-%03d".formatted(joins));
    }
    return certificates(request).stream()
        .findFirst()
        .flatMap(Identity::commonName)
        .filter(name -> config.sites().isEmpty() || config.sites().contains(name));
  }

  private static List<Certificate> certificates(HttpServerRequest request) {
    try {
      return request.connection().peerCertificates();
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }

  private static Optional<String> commonName(Certificate certificate) {
    if (!(certificate instanceof X509Certificate named)) {
      return Optional.empty();
    }
    try {
      return new LdapName(named.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase(COMMON_NAME))
              .map(part -> String.valueOf(part.getValue()))
              .findFirst();
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }
}
