package io.fedics.present.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses requests meant for another host (DNS rebinding: a foreign name that points here) and pages of another origin.
 * Holds for every path, WebSocket and SockJS included.
 */
public final class HostGuard implements Handler<RoutingContext> {
  private final Set<String> hosts =
      new TreeSet<>(List.of("localhost", "127.0.0.1", "[::1]", "::1"));
  private final Set<String> origins;

  /**
   * @param hosts names of this server besides the loopback ones
   * @param origins that may call from elsewhere
   */
  public HostGuard(List<String> hosts, List<String> origins) {
    hosts.forEach(host -> this.hosts.add(host.toLowerCase(Locale.ROOT)));
    this.origins = Set.copyOf(origins);
  }

  @Override
  public void handle(RoutingContext context) {
    HostAndPort authority = context.request().authority();
    if (authority == null || !isOurs(authority.host())) {
      context.fail(Problem.of(
          403,
          ProblemKind.FOREIGN_HOST,
          "Foreign host",
          "Host: " + shown(authority == null ? "missing" : authority.host()) + " (expected: "
              + hosts + ")"));
      return;
    }
    String origin = context.request().getHeader("Origin");
    if (origin != null && !isAllowed(context, authority, origin)) {
      context.fail(Problem.of(
          403,
          ProblemKind.FOREIGN_ORIGIN,
          "Foreign origin",
          "Origin: " + shown(origin) + " (expected: this server's own)"));
      return;
    }
    if (origin != null && origins.contains(origin)) {
      share(context, origin);
    } else {
      context.next();
    }
  }

  /** A page elsewhere that the settings name may read answers; it needs the token, cookies do not travel. */
  private static void share(RoutingContext context, String origin) {
    var response = context.response();
    response.putHeader("access-control-allow-origin", origin).putHeader("vary", "Origin");
    if (context.request().method().equals(HttpMethod.OPTIONS)) {
      response
          .putHeader("access-control-allow-methods", "GET, POST")
          .putHeader(
              "access-control-allow-headers",
              "Authorization, Content-Type, Idempotency-Key, If-Match, Accept")
          .putHeader("access-control-max-age", "600")
          .setStatusCode(204)
          .end();
    } else {
      context.next();
    }
  }

  private boolean isOurs(String host) {
    return hosts.contains(host.toLowerCase(Locale.ROOT));
  }

  /**
   * The page must come from the very host and port it asks. Under {@code Referrer-Policy: no-referrer} browsers send
   * {@code Origin: null} with a form; then the fetch metadata, which no page can set, must say the same.
   */
  private boolean isAllowed(RoutingContext context, HostAndPort authority, String origin) {
    if (origin.equals("null")) {
      return "same-origin".equals(context.request().getHeader("Sec-Fetch-Site"));
    }
    String scheme = context.request().isSSL() ? "https://" : "http://";
    return origin.equalsIgnoreCase(scheme + authority) || origins.contains(origin);
  }

  private static String shown(String text) {
    return text.length() > 80 ? text.substring(0, 80) + '…' : text;
  }
}
