package io.fedics.fl.grpc;

import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.round.RoundConfig;
import io.fedics.fl.round.RoundEvent;
import io.fedics.fl.round.RoundPermit;
import io.fedics.fl.round.RoundProgress;
import io.fedics.fl.round.Training;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * A Flower-compatible server: every open stream of {@code /flwr.proto.FlowerService/Join} is a client, {@link Training}
 * decides, this class asks and reads. One for one training. Streams live on the event loop; reading answers, deciding and
 * storing happen one after the other on a worker, because they may take long.
 */
public final class FederationServer extends VerticleBase {
  static final ServiceMethod<Buffer, Buffer> JOIN = ServiceMethod.server(
      ServiceName.create("flwr.proto.FlowerService"),
      "Join",
      GrpcMessageEncoder.IDENTITY,
      GrpcMessageDecoder.IDENTITY);

  /** Models are megabytes: the usual windows of 64 kB would make every one wait for many answers. */
  private static final int STREAM_WINDOW_BYTES = 256 << 10;

  private static final int CONNECTION_WINDOW_BYTES = 8 << 20;
  /** Of large answers that are on their way at a time. */
  private static final int ROOM_BYTES = 10 << 20;
  /** A client may be slow; the next one does not wait for it any longer. */
  private static final long LONGEST_LOAN_MILLIS = 5_000;

  private final ServerConfig config;
  private final FederationListener listener;
  private final InstantSource clock;
  private final Promise<Void> done = Promise.promise();

  // Event loop.
  private final Map<String, Peer> peers = new TreeMap<>();
  private @Nullable HttpServer http;
  private long joins;
  private long timer = -1;
  private boolean isOver;
  /** By site; certificates bound their number. Read by the worker that stores. */
  private final Map<String, Integer> refusals = new ConcurrentSkipListMap<>();

  private final RoundWork work;

  private final ByteRoom room =
      new ByteRoom(ROOM_BYTES, over -> vertx.setTimer(LONGEST_LOAN_MILLIS, _ -> over.run()));

  private final ByteBlocks blocks = new ByteBlocks(ROOM_BYTES / ByteBlocks.BLOCK_BYTES);

  /**
   * @param saved to go on from, or to begin with; empty to ask a client for parameters
   * @throws IllegalArgumentException when the strategy needs more updates than {@code rounds.minFit}
   */
  public FederationServer(
      ServerConfig config,
      RoundConfig rounds,
      Strategy strategy,
      Training.Chooser chooser,
      Optional<SavedTraining> saved,
      FederationListener listener,
      InstantSource clock) {
    this(config, rounds, strategy, chooser, RoundPermit.ALWAYS, saved, listener, clock);
  }

  /**
   * @param permit asked before every try of a round, on a worker thread
   * @param saved to go on from, or to begin with; empty to ask a client for parameters
   * @throws IllegalArgumentException when the strategy needs more updates than {@code rounds.minFit}
   */
  public FederationServer(
      ServerConfig config,
      RoundConfig rounds,
      Strategy strategy,
      Training.Chooser chooser,
      RoundPermit permit,
      Optional<SavedTraining> saved,
      FederationListener listener,
      InstantSource clock) {
    this.config = config;
    this.listener = listener;
    this.clock = clock;
    int finished = saved.map(SavedTraining::finished).orElse(0);
    var training = new Training(
        rounds,
        strategy,
        chooser,
        permit,
        finished,
        saved.map(SavedTraining::model),
        saved.flatMap(SavedTraining::scaling));
    this.isOver = training.isOver();
    saved.map(SavedTraining::refusals).ifPresent(refusals::putAll);
    this.work = new RoundWork(training, saved, listener, config, refusals);
  }

  /** Succeeds when the last round is finished and everybody went; fails when a round could not be stored. */
  public Future<Void> done() {
    return done.future();
  }

  /** Asks the permit again, when everybody waits for it. On any thread. */
  public void reconsider() {
    context.runOnContext(_ -> decide(new RoundEvent.Passed()));
  }

  /** How far training is. On any thread. */
  public RoundProgress progress() {
    return work.progress();
  }

  /** Where it listens; known when it is deployed. */
  public int port() {
    HttpServer listening = http;
    return listening == null ? config.port() : listening.actualPort();
  }

  @Override
  public Future<?> start() {
    if (isOver) {
      done.complete();
    } else {
      keepOut();
    }
    http = vertx.createHttpServer(options()).requestHandler(this::accept);
    return http.listen();
  }

  @Override
  public Future<?> stop() {
    HttpServer listening = http;
    return listening == null ? Future.succeededFuture() : listening.close();
  }

  /** Who was kept out before this start still is, unless more is allowed now. */
  private void keepOut() {
    refusals.forEach((site, count) -> {
      if (isQuarantined(site)) {
        String reason = "%d messages were refused before this start (expected: fewer than %d)"
            .formatted(count, config.mostRefusals());
        onWorker(() -> work.quarantined(site, reason));
      }
    });
  }

  private HttpServerOptions options() {
    var options = new HttpServerOptions()
        .setHost(config.host())
        .setPort(config.port())
        .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES)
        .setInitialSettings(new Http2Settings().setInitialWindowSize(STREAM_WINDOW_BYTES));
    config
        .tls()
        .ifPresent(tls -> options
            .setSsl(true)
            .setUseAlpn(true)
            .setKeyCertOptions(new PemKeyCertOptions()
                .addCertPath(tls.certificate().toString())
                .addKeyPath(tls.key().toString()))
            .setClientAuth(ClientAuth.REQUIRED)
            .setTrustOptions(new PemTrustOptions().addCertPath(tls.authority().toString())));
    return options;
  }

  /** A server of its own for every stream, because only so the call and the request it came on are known together. */
  private void accept(HttpServerRequest request) {
    GrpcServer.server(vertx).callHandler(JOIN, call -> join(request, call)).handle(request);
  }

  private void join(HttpServerRequest request, GrpcServerRequest<Buffer, Buffer> call) {
    joins++;
    Optional<String> id = Identity.of(request, config, joins);
    var peer = new Peer(id.orElse("unknown-" + joins), request, call);
    Optional<String> objection = objection(id);
    if (objection.isPresent()) {
      listener.left(peer.id(), Departure.TURNED_AWAY, objection.get());
      peer.end(vertx, GrpcStatus.UNAVAILABLE, objection.get());
      return;
    }
    peers.put(peer.id(), peer);
    call.endHandler(end -> lost(peer, "closed its stream"));
    call.errorHandler(e -> lost(peer, "reset its stream: " + e));
    call.exceptionHandler(e -> lost(peer, String.valueOf(e.getMessage())));
    read(peer, request);
    listener.joined(peer.id(), String.valueOf(request.remoteAddress()));
    decide(new RoundEvent.Joined(peer.id()));
  }

  private Optional<String> objection(Optional<String> id) {
    if (id.isEmpty()) {
      return Optional.of("certificate: of no known site (expected: one of --sites)");
    }
    if (isQuarantined(id.get())) {
      return Optional.of("site %s: %d messages were refused (expected: fewer than %d)"
          .formatted(id.get(), refusals.getOrDefault(id.get(), 0), config.mostRefusals()));
    }
    if (peers.containsKey(id.get())) {
      return Optional.of(
          "site %s: is there already (expected: one stream a site)".formatted(id.get()));
    }
    if (peers.size() >= config.mostClients()) {
      return Optional.of("clients: %d (expected: fewer)".formatted(peers.size()));
    }
    return Optional.empty();
  }

  private boolean isQuarantined(String id) {
    return config.tls().isPresent() // else it is another one's id
        && config.mostRefusals() > 0
        && refusals.getOrDefault(id, 0) >= config.mostRefusals();
  }

  /** In place of the call, which has just made itself the reader of the request and would copy every message several times. */
  private void read(Peer peer, HttpServerRequest request) {
    request.handler(new FrameGate(
        () -> peer.mostBytes(work.limits()),
        bytes -> peer.begins(bytes, room),
        blocks,
        message -> answered(peer, message),
        refused -> refuse(peer, refused)));
  }

  private void answered(Peer peer, ByteBlocks.Message message) {
    if (peer.isGone()) {
      message.release();
      return;
    }
    if (peer.isLeaving()) {
      message.release();
      left(peer, Departure.TOLD, "training is over");
      peer.end(vertx, GrpcStatus.OK, "");
      return;
    }
    if (!peer.isAskedWhole()) {
      message.release();
      refuse(
          peer,
          new RefusedException(
              Refusal.UNREAD, "question", "answered before it was read", "read to its end"));
      return;
    }
    Question asked = peer.answered();
    Runnable giveBack = peer.handOver();
    onWorker(() -> work.answered(peer.id(), asked, message, clock.instant()))
        .onComplete(_ -> {
          message.release();
          giveBack.run();
        })
        .onFailure(e -> {
          if (e instanceof RefusedException refused) {
            refuse(peer, refused);
          }
        });
  }

  private void refuse(Peer peer, RefusedException refused) {
    if (peer.isGone() || peer.isRefused()) {
      return;
    }
    peer.markRefused();
    if (config.tls().isPresent()) {
      refusals.merge(peer.id(), 1, Integer::sum);
    }
    listener.refused(peer.id(), refused.refusal(), reason(refused));
    if (peer.isLeaving()) {
      left(peer, Departure.REFUSED, reason(refused));
      peer.end(vertx, GrpcStatus.ABORTED, reason(refused));
      return;
    }
    if (isQuarantined(peer.id())) {
      onWorker(() -> work.quarantined(peer.id(), reason(refused)));
    }
    decide(new RoundEvent.Refused(peer.id(), reason(refused)));
  }

  private static String reason(RefusedException refused) {
    return refused.refusal().label() + ": " + refused.getMessage();
  }

  private void lost(Peer peer, String reason) {
    if (peer.isGone()) {
      return;
    }
    if (peer.isLeaving()) {
      left(peer, Departure.TOLD, "training is over");
      peer.end(vertx, GrpcStatus.OK, "");
      return;
    }
    left(peer, Departure.LOST, reason);
    decide(new RoundEvent.Lost(peer.id(), reason));
    peer.end(vertx, GrpcStatus.CANCELLED, reason);
  }

  private void left(Peer peer, Departure departure, String reason) {
    peer.markGone();
    peers.remove(peer.id(), peer);
    listener.left(peer.id(), departure, reason);
    if (isOver && peers.isEmpty()) {
      done.tryComplete();
    }
  }

  private void decide(RoundEvent event) {
    onWorker(() -> work.on(event, clock.instant()));
  }

  /** In order of the calls. What fails and is no refusal ends the server. */
  private Future<?> onWorker(Callable<List<Step>> task) {
    return context
        .executeBlocking(task, true)
        .onSuccess(steps -> steps.forEach(this::take))
        .onFailure(e -> {
          if (!(e instanceof RefusedException)) {
            done.tryFail(e);
          }
        });
  }

  private void take(Step step) {
    switch (step) {
      case Step.Ask ask ->
        find(ask.client()).ifPresent(peer -> peer.ask(ask.question(), ask.frame()));
      case Step.LetGo go -> find(go.client()).ifPresent(peer -> letGo(peer, go.reason()));
      case Step.Farewell farewell ->
        find(farewell.client()).ifPresent(peer -> farewell(peer, farewell.reason()));
      case Step.WakeAt wake -> wakeAt(wake.at());
      case Step.Goodbye goodbye -> sayGoodbye(goodbye.clients());
    }
  }

  private Optional<Peer> find(String client) {
    return Optional.ofNullable(peers.get(client));
  }

  private void letGo(Peer peer, String reason) {
    left(peer, peer.isRefused() ? Departure.REFUSED : Departure.SILENT, reason);
    peer.end(vertx, GrpcStatus.ABORTED, reason);
  }

  private void farewell(Peer peer, String reason) {
    left(peer, Departure.BUDGET_SPENT, reason);
    peer.end(vertx, GrpcStatus.OK, "");
  }

  private void wakeAt(Instant at) {
    vertx.cancelTimer(timer);
    long millis = Math.max(1, Duration.between(clock.instant(), at).toMillis() + 1);
    timer = vertx.setTimer(millis, fired -> decide(new RoundEvent.Passed()));
  }

  private void sayGoodbye(List<String> clients) {
    isOver = true;
    clients.forEach(client -> find(client).ifPresent(Peer::sayGoodbye));
    if (peers.isEmpty()) {
      done.tryComplete();
      return;
    }
    vertx.setTimer(
        config.goodbye().toMillis(),
        fired -> List.copyOf(peers.values()).forEach(peer -> {
          left(peer, Departure.TOLD, "did not go by itself");
          peer.end(vertx, GrpcStatus.OK, "");
        }));
  }
}
