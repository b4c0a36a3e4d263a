package io.fedics.present;

import io.fedics.present.access.AccessHandler;
import io.fedics.present.access.OpenPages;
import io.fedics.present.access.SignInPages;
import io.fedics.present.federation.FederationApi;
import io.fedics.present.http.Description;
import io.fedics.present.http.Endpoint;
import io.fedics.present.http.Failures;
import io.fedics.present.http.FormType;
import io.fedics.present.http.HostGuard;
import io.fedics.present.http.PathSyntax;
import io.fedics.present.http.SecurityHeaders;
import io.fedics.present.live.Connections;
import io.fedics.present.live.LiveRoutes;
import io.fedics.present.live.StageRates;
import io.fedics.present.scoring.PredictApi;
import io.fedics.present.scoring.ScoredApi;
import io.fedics.present.scoring.TestApi;
import io.fedics.present.scoring.UploadApi;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What is where, and who may. In this order: headers, host and origin, open pages, the sign-in check, the API, files.
 */
final class Routes {
  private static final long MOST_BODY = 64 * 1_024;
  private static final List<String> CLOSED = List.of("/api/*", "/ws/*", "/openapi.json", "/docs");

  private final Vertx vertx;
  private final PresentConfig config;
  private final PresentParts parts;
  private final Connections connections;
  private final List<Endpoint> endpoints;
  private final Description description;

  /**
   * @param changed told of every incident that somebody changed here
   * @param uploaded told how far an uploaded file is
   */
  Routes(
      Vertx vertx,
      PresentConfig config,
      PresentParts parts,
      Stores stores,
      StageRates rates,
      Connections connections,
      Consumer<UUID> changed,
      Consumer<JsonObject> uploaded) {
    this.vertx = vertx;
    this.config = config;
    this.parts = parts;
    this.connections = connections;
    var process =
        new ProcessState(vertx, parts.folder(), stores.databaseClock(), connections::json);
    this.endpoints = endpoints(config, parts, stores, rates, process, changed, uploaded);
    this.description = new Description(vertx, () -> OpenApi.document(endpoints, parts.version()));
  }

  private static List<Endpoint> endpoints(
      PresentConfig config,
      PresentParts parts,
      Stores stores,
      StageRates rates,
      ProcessState process,
      Consumer<UUID> changed,
      Consumer<JsonObject> uploaded) {
    var endpoints = new ArrayList<Endpoint>();
    endpoints.addAll(new CollectionApi(stores.events()).endpoints());
    endpoints.addAll(new IncidentApi(
            stores.incidents(),
            stores.evidence(),
            stores.verdicts(),
            stores.commands(),
            parts.techniques(),
            changed)
        .endpoints());
    endpoints.addAll(new SystemApi(
            stores,
            rates,
            process,
            parts.learning(),
            parts.models(),
            parts.version(),
            parts.clock())
        .endpoints());
    endpoints.addAll(
        new FederationApi(stores.federation(), parts.federation(), stores.audited()).endpoints());
    endpoints.addAll(new PredictApi(parts.scoring(), stores.scored(), parts.clock()).endpoints());
    endpoints.addAll(new UploadApi(
            parts.scoring(),
            stores.scored(),
            stores.uploads(),
            config.mostUpload(),
            parts.clock(),
            uploaded)
        .endpoints());
    endpoints.addAll(new ScoredApi(stores.scored()).endpoints());
    endpoints.addAll(
        new TestApi(parts.scoring(), stores.scored(), stores.testAlerts(), parts.clock())
            .endpoints());
    return endpoints;
  }

  Router router() {
    Router router = Router.router(vertx);
    router.route().failureHandler(new Failures());
    router.route().handler(new SecurityHeaders());
    router.route().handler(new PathSyntax());
    router.route().handler(SecurityHeaders::keepFiles);
    router.route().handler(new HostGuard(config.hosts(), config.origins()));
    OpenPages.mount(router, parts.checks(), parts.metrics());
    var signIn =
        new SignInPages(parts.access(), parts.clock(), _ -> connections.closeEnded(parts.access()));
    body(router.post("/signin"), MOST_BODY);
    signIn.mount(router);
    closedPages(router, signIn);
    router.route("/eventbus/*").handler(new AccessHandler(parts.access(), false));
    LiveRoutes.mount(vertx, router, config.heartbeat(), connections);
    files(router);
    router.route().handler(context -> nothing(router, context));
    return router;
  }

  private void closedPages(Router router, SignInPages signIn) {
    var check = new AccessHandler(parts.access(), true);
    CLOSED.forEach(path -> router.route(path).handler(check));
    endpoints.stream()
        .map(Endpoint::path)
        .filter(path -> !path.startsWith("/api/"))
        .forEach(path -> router.route(path).handler(check));
    body(router.post("/api/v1/sign-out"), MOST_BODY).handler(signIn::signOut);
    body(router.post("/api/v1/sign-in-links"), MOST_BODY).handler(signIn::newLink);
    endpoints.forEach(endpoint -> mount(router, endpoint));
    OpenPages.page(router, "/openapi.json")
        .handler(context -> description.document().onComplete(context::json, context::fail));
    OpenPages.page(router, "/docs")
        .handler(context -> description
            .document()
            .onComplete(
                document -> context
                    .response()
                    .putHeader("content-type", "text/html; charset=utf-8")
                    .end(OpenApi.page(document)),
                context::fail));
  }

  /** No page and no file; perhaps a path that knows other methods. */
  private static void nothing(Router router, RoutingContext context) {
    String allowed = router.getRoutes().stream()
        .filter(route -> isAt(route, context.normalizedPath()))
        .flatMap(route -> route.methods().stream())
        .map(HttpMethod::name)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
    if (allowed.isEmpty()) {
      context.fail(404);
      return;
    }
    context.response().putHeader("allow", allowed);
    context.fail(405);
  }

  /** Whether a request's path is the route's, whatever its method; checks and files are at no path of their own. */
  private static boolean isAt(Route route, String asked) {
    String path = route.getPath();
    return path != null
        && route.methods() != null
        && !path.endsWith("*")
        && asked.matches(path.replaceAll(":\\w+", "[^/]+"));
  }

  private static void mount(Router router, Endpoint endpoint) {
    Route route = router.route(endpoint.path());
    endpoint.methods().forEach(route::method);
    if (endpoint.body().most() > 0) {
      body(route, endpoint.body().most());
    }
    route.handler(endpoint::handle);
  }

  private static Route body(Route route, long most) {
    return route.handler(new FormType()).handler(BodyHandler.create(false).setBodyLimit(most));
  }

  private static void files(Router router) {
    OpenPages.page(router, "/webjars/*")
        .handler(StaticHandler.create("META-INF/resources/webjars")
            .setCachingEnabled(true)
            .setMaxAgeSeconds(31_536_000));
    OpenPages.page(router, "/*")
        .handler(StaticHandler.create("webroot").setIndexPage("index.html").setMaxAgeSeconds(0));
  }
}
