package io.fedics.present.access;

import io.fedics.present.http.Problem;
import io.fedics.present.http.ProblemKind;
import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Lets in who shows the token or a session; a browser that changes something must also show the CSRF header. */
public final class AccessHandler implements Handler<RoutingContext> {
  public static final String COOKIE = "fedics_session";
  private static final String SESSION = "fedics.session";
  private static final String BEARER = "bearer ";

  private final Access access;
  private final boolean csrf;

  /**
   * @param csrf whether a cookie alone may not change anything; SockJS cannot send the header, and changes nothing
   */
  public AccessHandler(Access access, boolean csrf) {
    this.access = access;
    this.csrf = csrf;
  }

  /** Who asks; only behind this handler. */
  public static Session sessionOf(RoutingContext context) {
    Session session = context.get(SESSION);
    if (session == null) {
      throw new IllegalStateException("asked before the sign-in was checked");
    }
    return session;
  }

  @Override
  public void handle(RoutingContext context) {
    Optional<Session> session = find(context);
    if (session.isEmpty()) {
      context.response().putHeader("www-authenticate", "Bearer realm=\"fedics\"");
      context.fail(Problem.of(
          401,
          ProblemKind.NOT_SIGNED_IN,
          "Not signed in",
          "Send Authorization: Bearer TOKEN, or open the sign-in link."));
      return;
    }
    if (csrf
        && isChange(context)
        && session.get().isBrowser()
        && !hasProof(context, session.get())) {
      context.fail(Problem.of(
          403,
          ProblemKind.CSRF,
          "Not from this page",
          "X-CSRF-Token: missing or wrong (expected: csrf of /api/v1/me)"));
      return;
    }
    context.put(SESSION, session.get());
    context.next();
  }

  private Optional<Session> find(RoutingContext context) {
    String header = context.request().getHeader("Authorization");
    if (header != null) {
      boolean bearer = header.regionMatches(true, 0, BEARER, 0, BEARER.length());
      return bearer && access.isToken(header.substring(BEARER.length()).strip())
          ? Optional.of(Session.ofProgram(Access.PERSON))
          : Optional.empty();
    }
    Cookie cookie = context.request().getCookie(COOKIE);
    return cookie == null ? Optional.empty() : access.ofCookie(cookie.getValue());
  }

  private static boolean isChange(RoutingContext context) {
    HttpMethod method = context.request().method();
    return !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD);
  }

  private static boolean hasProof(RoutingContext context, Session session) {
    String proof = context.request().getHeader("X-CSRF-Token");
    return proof != null && Access.isEqual(proof, session.csrf());
  }
}
