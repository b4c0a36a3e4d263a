package io.fedics.app.up;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** What runs in this process: deployed one by one, ended together. Thread-safe. */
final class Deployments {
  private static final int WORKERS = 16;

  private final Vertx vertx;
  private final List<String> deployed = Collections.synchronizedList(new ArrayList<>());

  Deployments(Vertx vertx) {
    this.vertx = vertx;
  }

  /** One instance on an event loop. */
  Future<Void> alone(Supplier<? extends Deployable> verticle) {
    return deploy(verticle, new DeploymentOptions());
  }

  /** An instance on each event loop. */
  Future<Void> onEachLoop(Supplier<? extends Deployable> verticle, int loops) {
    return deploy(verticle, new DeploymentOptions().setInstances(loops));
  }

  /** May block and decide at length. */
  Future<Void> worker(int instances, Supplier<? extends Deployable> verticle) {
    return deploy(
        verticle,
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            .setWorkerPoolName("stages")
            .setWorkerPoolSize(WORKERS)
            .setInstances(instances));
  }

  private Future<Void> deploy(Supplier<? extends Deployable> verticle, DeploymentOptions options) {
    return vertx.deployVerticle(verticle, options).onSuccess(deployed::add).mapEmpty();
  }

  Future<Void> undeployAll() {
    return Future.join(List.copyOf(deployed).stream().map(vertx::undeploy).toList())
        .mapEmpty();
  }
}
