package io.fedics.app.config;

import io.fedics.shared.error.UsageException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Where a PostgreSQL database is and who signs in. */
public record DatabaseAddress(
    String host, int port, String database, String user, String password) {
  private static final int USUAL_PORT = 5432;

  /** Reads {@code postgresql://USER:PASSWORD@HOST:PORT/DATABASE}. */
  public static DatabaseAddress parse(String setting, String url) {
    try {
      URI uri = URI.create(url);
      boolean isPostgres =
          "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
      String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
      if (!isPostgres || uri.getHost() == null || path.isEmpty()) {
        throw new IllegalArgumentException(url);
      }
      String[] account =
          (uri.getRawUserInfo() == null ? "postgres" : uri.getRawUserInfo()).split(":", 2);
      return new DatabaseAddress(
          uri.getHost(),
          uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
          path,
          decode(account[0]),
          account.length < 2 ? "" : decode(account[1]));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          setting
              + ": "
              + withoutPassword(url)
              + " (expected: postgresql://USER:PASSWORD@HOST:PORT/DATABASE)",
          e);
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String withoutPassword(String url) {
    return url.replaceFirst("(//[^:/@]*):[^@]*@", "$1:***@");
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  /** For {@code run.json} and messages: no password. */
  public String publicUrl() {
    return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
  }

  public DatabaseAddress withDatabase(String other) {
    return new DatabaseAddress(host, port, other, user, password);
  }

  public DatabaseAddress withPassword(String other) {
    return new DatabaseAddress(host, port, database, user, other);
  }

  /** The password never shows in a log. */
  @Override
  public String toString() {
    return publicUrl();
  }
}
