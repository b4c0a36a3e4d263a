package io.fedics.present.access;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One-time link, form for the token, sign-out, and a new link for a program that has the token. */
public final class SignInPages {
  private static final String PAGE = "webroot/signin.html";

  private final Access access;
  private final Clock clock;
  private final Consumer<Session> onSignOut;

  public SignInPages(Access access, Clock clock, Consumer<Session> onSignOut) {
    this.access = access;
    this.clock = clock;
    this.onSignOut = onSignOut;
  }

  /** The open ones; the form's handler needs the body. */
  public void mount(Router router) {
    OpenPages.page(router, "/signin").handler(this::show);
    router.post("/signin").handler(this::signIn);
  }

  private void show(RoutingContext context) {
    String code = context.queryParams().get("code"); // answers 400 to what cannot be decoded
    boolean looksOnly = context.request().method().equals(HttpMethod.HEAD);
    if (code == null || looksOnly) { // who only looks must not use the link up
      context
          .response()
          .putHeader("content-type", "text/html; charset=utf-8")
          .sendFile(PAGE)
          .onFailure(context::fail);
      return;
    }
    answer(context, access.redeem(code));
  }

  private void signIn(RoutingContext context) {
    String token = context.request().getFormAttribute("token");
    answer(context, token == null ? Optional.empty() : access.signIn(token.strip()));
  }

  /** The page says what was wrong. */
  private void answer(RoutingContext context, Optional<Session> session) {
    if (session.isPresent()) {
      welcome(context, session.get());
    } else {
      context
          .response()
          .setStatusCode(303)
          .putHeader("Location", "/signin?error")
          .end();
    }
  }

  private void welcome(RoutingContext context, Session session) {
    Duration left = Duration.between(clock.instant(), session.expires());
    context
        .response()
        .addCookie(cookie(context, access.cookieOf(session)).setMaxAge(left.toSeconds()))
        .setStatusCode(303)
        .putHeader("Location", "/")
        .end();
  }

  private static Cookie cookie(RoutingContext context, String value) {
    return Cookie.cookie(AccessHandler.COOKIE, value)
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.STRICT)
        .setSecure(context.request().isSSL())
        .setPath("/");
  }

  /** Behind the access check. */
  public void signOut(RoutingContext context) {
    Session session = AccessHandler.sessionOf(context);
    if (session.isBrowser()) {
      access.end(session);
      onSignOut.accept(session);
    }
    context
        .response()
        .addCookie(cookie(context, "").setMaxAge(0))
        .setStatusCode(204)
        .end();
  }

  /** Behind the access check: only who may come in anyway gets a link. */
  public void newLink(RoutingContext context) {
    context
        .response()
        .setStatusCode(201)
        .putHeader("content-type", "application/json")
        .end(new JsonObject().put("path", access.newSignInPath()).toBuffer());
  }
}
