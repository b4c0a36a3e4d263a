package io.fedics.present;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One-time link, form for the token, sign-out, and a new link for a program that has the token. */
final class SignInPages {
  private static final String PAGE = """
      <!doctype html>
      <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Sign in · fedics</title>
        <link rel="stylesheet" href="/css/tokens.css">
        <link rel="stylesheet" href="/css/base.css">
      </head>
      <body>
        <main class="signin" data-testid="page-signin">
          <h1>fedics</h1>
          MESSAGE
          <form method="post" action="/signin">
            <p><label for="token">Token</label>
            <input id="token" name="token" type="password" autocomplete="off" required autofocus></p>
            <p><button type="submit">Sign in</button></p>
          </form>
          <p>The token is in the file <code>token</code> of the data folder. <code>./fedics dashboard</code> prints a link
          that needs none.</p>
        </main>
      </body>
      </html>
      """;

  private final Access access;
  private final Clock clock;
  private final Consumer<Session> onSignOut;

  SignInPages(Access access, Clock clock, Consumer<Session> onSignOut) {
    this.access = access;
    this.clock = clock;
    this.onSignOut = onSignOut;
  }

  /** The open ones; the form's handler needs the body. */
  void mount(Router router) {
    router.get("/signin").handler(this::show);
    router.post("/signin").handler(this::signIn);
  }

  private void show(RoutingContext context) {
    String code = context.request().getParam("code");
    if (code == null) {
      page(context, 200, "<p>Paste the token to sign in.</p>");
      return;
    }
    Optional<Session> session = access.redeem(code);
    if (session.isPresent()) {
      welcome(context, session.get());
    } else {
      page(
          context,
          401,
          "<p role=\"alert\">This link was used already or is not of this instance.</p>");
    }
  }

  private void signIn(RoutingContext context) {
    String token = context.request().getFormAttribute("token");
    Optional<Session> session = token == null ? Optional.empty() : access.signIn(token.strip());
    if (session.isPresent()) {
      welcome(context, session.get());
    } else {
      page(context, 401, "<p role=\"alert\">This is not the token.</p>");
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

  private static void page(RoutingContext context, int status, String message) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "text/html; charset=utf-8")
        .end(PAGE.replace("MESSAGE", message));
  }

  /** Behind the access check. */
  void signOut(RoutingContext context) {
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
  void newLink(RoutingContext context) {
    context
        .response()
        .setStatusCode(201)
        .putHeader("content-type", "application/json")
        .end(new JsonObject().put("path", access.newSignInPath()).toBuffer());
  }
}
