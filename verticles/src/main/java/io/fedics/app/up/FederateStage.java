package io.fedics.app.up;

import io.fedics.app.config.Configs;
import io.fedics.app.fl.FlFolder;
import io.fedics.app.fl.StageModel;
import io.fedics.app.folder.DataFolder;
import io.fedics.app.folder.KeptPorts;
import io.fedics.app.privacy.LedgerVerifyCommand;
import io.fedics.federate.FederateParts;
import io.fedics.federate.FederateVerticle;
import io.fedics.federate.LedgerStore;
import io.fedics.present.federation.FederationControl;
import io.fedics.shared.stage.EventWriter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stage {@code federate} of this process, when it runs here: its folder, its port, and what the console asks of it. */
final class FederateStage {
  private static final Logger LOG = LoggerFactory.getLogger(FederateStage.class);
  private static final int USUAL_PORT = 9093;

  private final Vertx vertx;
  private final DataFolder folder;
  private final Configs configs;
  private @Nullable FlFolder training;
  private volatile @Nullable FederateVerticle running;

  FederateStage(Vertx vertx, DataFolder folder, Configs configs) {
    this.vertx = vertx;
    this.folder = folder;
    this.configs = configs;
  }

  Future<Void> deploy(
      Deployments deployments, EventWriter writer, Pool pool, MeterRegistry metrics) {
    return vertx.executeBlocking(() -> FlFolder.ofStage(folder.path())).compose(taken -> {
      training = taken;
      var verticle = new FederateVerticle(
          configs.federate(),
          new FederateParts(
              writer,
              taken,
              StageModel.of(configs, folder.path()),
              this::portToTake,
              new LedgerStore(vertx, pool),
              folder.path(),
              metrics,
              InstantSource.system()));
      return deployments.alone(() -> verticle).onSuccess(_ -> running = verticle);
    });
  }

  private int portToTake() throws IOException {
    return KeptPorts.of(folder.file("ports"))
        .choose("federation", "federate.port", configs.federate().port(), USUAL_PORT);
  }

  /** Where sites join; empty where the stage does not run. */
  Optional<Integer> port() {
    return Optional.ofNullable(running).map(FederateVerticle::port);
  }

  FederationControl control() {
    FederateVerticle federation = running;
    return federation == null ? FederationControl.NONE : new Control(federation);
  }

  private record Control(FederateVerticle federation) implements FederationControl {
    @Override
    public Optional<JsonObject> state() {
      return Optional.of(federation.state());
    }

    @Override
    public JsonObject trigger() {
      return federation.trigger();
    }

    @Override
    public Optional<JsonObject> verifyLedger() {
      return Optional.of(LedgerVerifyCommand.json(federation.verifyLedger()));
    }
  }

  /** Its folder; the verticle ends with all others. */
  void close() {
    FlFolder taken = training;
    if (taken == null) {
      return;
    }
    try {
      taken.close();
    } catch (IOException e) {
      LOG.warn("{} cannot be closed: {}", folder.file("federate"), e.toString());
    }
  }
}
