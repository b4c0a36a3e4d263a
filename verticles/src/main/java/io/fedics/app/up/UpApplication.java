package io.fedics.app.up;

import io.fedics.app.bundle.ActiveModelsFile;
import io.fedics.app.bundle.ModelStore;
import io.fedics.app.cli.ExitCode;
import io.fedics.app.config.Configs;
import io.fedics.app.config.StageName;
import io.fedics.app.folder.DataFolder;
import io.fedics.app.folder.OwnerOnly;
import io.fedics.app.folder.RunFile;
import io.fedics.app.infrastructure.HazelcastBus;
import io.fedics.app.infrastructure.Infrastructure;
import io.fedics.present.access.Access;
import io.fedics.shared.error.UsageException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running instance: broker and database, then Vert.x and the stages by Vert.x's launcher. Stops in the opposite
 * order, within 5 s: stages in the order of the data, Vert.x, broker and database.
 */
final class UpApplication implements VertxApplicationHooks {
  private static final Logger LOG = LoggerFactory.getLogger(UpApplication.class);
  private static final long STAGES_STOP_MILLIS = 2_000;
  private static final long VERTX_STOP_MILLIS = 2_500;
  private static final long WHOLE_STOP_MILLIS = 4_800;

  private final DataFolder folder;
  private final Configs configs;
  private final UpOptions options;
  private final Infrastructure infrastructure;
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ProcessMetrics process;
  private final AtomicReference<@Nullable Stages> stages = new AtomicReference<>();
  private final AtomicReference<@Nullable HazelcastBus> bus = new AtomicReference<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CountDownLatch vertxStopped = new CountDownLatch(1);
  private final Access access;
  private volatile boolean vertxStarted;
  private volatile boolean failed;

  /** Begins to start the broker and the database at once. */
  UpApplication(DataFolder folder, Path cache, Configs configs, UpOptions options)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.configs = configs;
    this.options = options;
    this.process = new ProcessMetrics(metrics, folder.path());
    RunFile.remove(folder.path()); // of a killed process
    this.access = new Access(
        OwnerOnly.secret(folder.file("token")), configs.present().session(), Clock.systemUTC());
    Exit.setHaltProcedure((_, why) -> endWithBroker(why));
    Exit.setExitProcedure((_, why) -> endWithBroker(why));
    this.infrastructure = Infrastructure.begin(folder, cache, configs, UpApplication::endAtOnce);
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
  }

  /**
   * In place of the broker's own end of the process, when it can write no more or has another fault: the database would
   * live on, and nobody be told why. Never returns, as the broker expects it.
   */
  private void endWithBroker(@Nullable String why) {
    LOG.error(
        "the broker in {} ended{} ({} MB are free there): fedics ends; make room if there is none and start it again, nothing that was acknowledged is lost",
        folder.file("kafka"),
        why == null ? "" : ", " + why,
        folder.path().toFile().getUsableSpace() >> 20);
    failed = true;
    Thread.ofPlatform().name("end").start(() -> System.exit(ExitCode.FAILED));
    while (true) {
      LockSupport.park();
    }
  }

  /** Without any order: what the stages would save on their way would go to somebody else's database. */
  private static void endAtOnce(String why) {
    LOG.error("{}: fedics ends", why);
    Runtime.getRuntime().halt(ExitCode.FAILED);
  }

  /**
   * Blocks until everything runs.
   *
   * @throws UsageException when the surroundings are at fault
   */
  void start() throws Exception {
    try {
      launch();
    } catch (Exception | Error e) {
      if (isEnding()) {
        awaitStop(); // a signal came: that it did not start is no failure
      }
      failed = true;
      infrastructure.settle(); // a database that came up after its stop would live on
      throw e;
    }
  }

  /** Whether the JVM is ending: it takes no hook any more then, and says so in no other way. */
  private static boolean isEnding() {
    var probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private void launch() throws Exception {
    if (options.cluster()) {
      bus.set(HazelcastBus.join(configs.cluster()));
    }
    String[] arguments = options.cluster() ? new String[] {"-cluster"} : new String[0];
    int code = new VertxApplication(arguments, this, false, false) {}.launch();
    if (code != 0) {
      throw notStarted(failure.get());
    }
  }

  /**
   * @param cause none when a limit passed
   */
  private Exception notStarted(@Nullable Throwable cause) {
    boolean isOfOthers = cause == null ? !vertxStarted : HazelcastBus.isCauseOf(cause);
    if (options.cluster() && isOfOthers) {
      return HazelcastBus.notMet(configs.cluster(), cause);
    }
    return cause instanceof Exception known
        ? known
        : new IllegalStateException("the stages do not start", cause);
  }

  /** Before {@code /readyz} answers: who waited for that finds the instance by its file. */
  private Future<Void> tellWhere(Vertx vertx, Infrastructure.Endpoints endpoints) {
    var run = new RunFile(
        ProcessHandle.current().pid(),
        url(),
        endpoints.bootstrap(),
        endpoints.database().publicUrl(),
        federation(),
        folder.file("token"));
    return vertx
        .executeBlocking(() -> {
          run.write(folder.path());
          return run;
        })
        .mapEmpty();
  }

  private Optional<String> federation() {
    Stages running = stages.get();
    return running == null
        ? Optional.empty()
        : running.federationPort().map(port -> "127.0.0.1:" + port);
  }

  /** Of the console; of health and counters when it is not here. */
  String url() {
    return "http://127.0.0.1:" + options.httpPort();
  }

  boolean hasConsole() {
    return options.stages().contains(StageName.PRESENT);
  }

  /** Works once. */
  String signInLink() {
    return url() + access.newSignInPath();
  }

  /** Blocks for ever: a signal ends the process. */
  void awaitStop() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  static long millisSinceStart() {
    return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
  }

  @Override
  public VertxBuilder createVertxBuilder(VertxOptions options) {
    options.setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true));
    VertxBuilder builder =
        Vertx.builder().with(options).withMetrics(new MicrometerMetricsFactory(metrics));
    HazelcastBus joined = bus.get();
    if (joined == null) {
      return builder;
    }
    options.getEventBusOptions().setHost(configs.cluster().host());
    return builder.withClusterManager(joined.manager());
  }

  @Override
  public Supplier<? extends Deployable> verticleSupplier() {
    return () -> context -> context
        .owner()
        .executeBlocking(infrastructure::await, false)
        .compose(endpoints -> deploy(context.owner(), endpoints));
  }

  private Future<?> deploy(Vertx vertx, Infrastructure.Endpoints endpoints) {
    var all = new Stages(
        vertx,
        folder,
        configs,
        endpoints,
        new ModelStore(Optional.of(folder.file("models"))),
        new ActiveModelsFile(folder.file("models")),
        metrics);
    stages.set(all);
    return all.deploy(options, access, () -> tellWhere(vertx, endpoints));
  }

  @Override
  public void afterVertxStarted(HookContext context) {
    vertxStarted = true;
  }

  @Override
  public void afterFailureToStartVertx(HookContext context, @Nullable Throwable cause) {
    failure.set(cause);
  }

  @Override
  public void afterFailureToDeployVerticle(HookContext context, @Nullable Throwable cause) {
    failure.set(cause);
  }

  /** Vert.x itself would end all at once, the connections they save through included. */
  @Override
  public void beforeStoppingVertx(HookContext context) {
    Stages running = stages.get();
    if (running == null) {
      return;
    }
    var undeployed = new CountDownLatch(1);
    running.undeploy().onComplete(_ -> undeployed.countDown());
    try {
      if (!undeployed.await(STAGES_STOP_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn(
            "the stages are slow to stop; what they did not save is read again by the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void afterVertxStopped(HookContext context) {
    HazelcastBus joined = bus.get();
    if (joined != null) {
      joined.close();
    }
    vertxStopped.countDown();
  }

  @Override
  public void afterFailureToStopVertx(HookContext context, Throwable cause) {
    LOG.warn("the stages did not stop in order: {}", cause.toString());
    vertxStopped.countDown();
  }

  /** Runs beside Vert.x's own shutdown hook, so that a signal during the start is obeyed too. */
  private void stop() {
    startWatchdog();
    try {
      if (vertxStarted && !vertxStopped.await(VERTX_STOP_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn(
            "the stages are slow to stop; what they did not save is read again by the next start");
      }
      infrastructure.close();
      process.close();
      RunFile.remove(folder.path());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("{} cannot be removed: {}", folder.file("run.json"), e.toString());
    }
    if (!failed) {
      Runtime.getRuntime().halt(ExitCode.OK); // else the code of the failed start stands
    }
  }

  private static void startWatchdog() {
    Thread.ofPlatform().name("stop-limit").daemon().start(() -> {
      try {
        TimeUnit.MILLISECONDS.sleep(WHOLE_STOP_MILLIS);
        Runtime.getRuntime().halt(ExitCode.FAILED);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }
}
