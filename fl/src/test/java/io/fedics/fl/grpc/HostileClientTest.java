package io.fedics.fl.grpc;

import static io.fedics.fl.grpc.RecordedFederation.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.fedics.fl.aggregate.FedAvg;
import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.Scaling;
import io.fedics.fl.grpc.wire.ClientMessage;
import io.fedics.fl.grpc.wire.Parameters;
import io.fedics.fl.grpc.wire.Scalar;
import io.fedics.fl.grpc.wire.ServerMessage;
import io.fedics.fl.grpc.wire.Status;
import io.fedics.fl.round.RoundConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One misbehaving client beside two sound ones, over the wire: whatever it does, the round is finished with exactly the
 * weights of the two, and why it went is named.
 */
@TestInstance(Lifecycle.PER_CLASS)
class HostileClientTest {
  private static final Duration PATIENT = Duration.ofSeconds(30);
  /** Where a test waits for it to pass; sound answers take a tenth of it. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static final ModelLayout LAYOUT =
      new ModelLayout(List.of(new TensorSpec(ElementType.FLOAT64, List.of(3))));
  private static final double[] SOUND = {9, 9, 9};

  private final Vertx vertx = Vertx.vertx();

  /** What it does when it is asked to train. */
  @SuppressWarnings("ImmutableEnumChecker") // behaviour without state
  enum Hostile {
    NAN(Refusal.TENSOR_VALUE, numbers(9, Double.NaN, 9)),
    INFINITY(Refusal.TENSOR_VALUE, numbers(9, 9, Double.POSITIVE_INFINITY)),
    MINUS_INFINITY(Refusal.TENSOR_VALUE, numbers(Double.NEGATIVE_INFINITY, 9, 9)),
    HUGE_VALUE(Refusal.TENSOR_VALUE, numbers(1e30, 9, 9)),
    LARGEST_DOUBLE(Refusal.TENSOR_VALUE, numbers(-Double.MAX_VALUE, 9, 9)),
    NO_EXAMPLES(Refusal.EXAMPLES, message(TwinClient.fitted(SOUND, 0))),
    NEGATIVE_EXAMPLES(Refusal.EXAMPLES, message(TwinClient.fitted(SOUND, -100))),
    HUGE_EXAMPLES(Refusal.EXAMPLES, message(TwinClient.fitted(SOUND, 1_000_000_000_000L))),
    LARGEST_EXAMPLES(Refusal.EXAMPLES, message(TwinClient.fitted(SOUND, Long.MAX_VALUE))),
    NO_PARAMETERS(
        Refusal.TENSOR_SHAPE,
        message(ClientMessage.newBuilder()
            .setFitRes(ClientMessage.FitRes.newBuilder().setNumExamples(1))
            .build())),
    NO_TENSORS(Refusal.TENSOR_SHAPE, tensors()),
    EXTRA_TENSOR(Refusal.TENSOR_SHAPE, tensors(npy(SOUND), npy(SOUND))),
    MANY_TENSORS(Refusal.TENSOR_SHAPE, tensors(many(npy(1), 300))),
    SHORT_TENSOR(Refusal.TENSOR_SHAPE, numbers(9, 9)),
    LONG_TENSOR(Refusal.TENSOR_SHAPE, numbers(9, 9, 9, 9)),
    EMPTY_TENSOR(Refusal.TENSOR_SHAPE, numbers()),
    SCALAR_TENSOR(
        Refusal.TENSOR_SHAPE,
        tensors(
            Npy.encode(new Tensor(new TensorSpec(ElementType.FLOAT64, List.of()), new double[1])))),
    OTHER_RANK(
        Refusal.TENSOR_SHAPE,
        tensors(Npy.encode(new Tensor(new TensorSpec(ElementType.FLOAT64, List.of(3, 1)), SOUND)))),
    WHOLE_NUMBERS(
        Refusal.TENSOR_TYPE,
        tensors(Npy.encode(new Tensor(new TensorSpec(ElementType.INT64, List.of(3)), SOUND)))),
    SMALL_INTEGERS(Refusal.TENSOR_TYPE, tensors(head("|i1", "(3,)", 3))),
    PICKLED_OBJECTS(Refusal.TENSOR_TYPE, tensors(head("|O", "(3,)", 40))),
    TEXTS(Refusal.TENSOR_TYPE, tensors(head("<U3", "(3,)", 36))),
    COMPLEX_NUMBERS(Refusal.TENSOR_TYPE, tensors(head("<c16", "(3,)", 48))),
    BIG_ENDIAN(Refusal.TENSOR_TYPE, tensors(head(">f8", "(3,)", 24))),
    CUT_TENSOR(Refusal.TENSOR_HEADER, tensors(Arrays.copyOf(npy(SOUND), 140))),
    BYTES_BEHIND_TENSOR(Refusal.TENSOR_HEADER, tensors(Arrays.copyOf(npy(SOUND), 200))),
    NO_MAGIC(Refusal.TENSOR_HEADER, tensors("not an array".getBytes(StandardCharsets.UTF_8))),
    NO_BYTES(Refusal.TENSOR_HEADER, tensors(new byte[0])),
    HEADER_OF_CODE(Refusal.TENSOR_HEADER, tensors(head("<f8", "__import__('os').getpid()", 24))),
    HEADER_PROMISES_GIGABYTES(Refusal.TENSOR_SHAPE, tensors(head("<f8", "(999999999,)", 24))),
    NEGATIVE_SHAPE(Refusal.TENSOR_HEADER, tensors(head("<f8", "(-3,)", 24))),
    FAILED_STATUS(
        Refusal.CLIENT_FAILED,
        message(ClientMessage.newBuilder()
            .setFitRes(ClientMessage.FitRes.newBuilder()
                .setStatus(Status.newBuilder().setCode(3).setMessage("out of memory")))
            .build())),
    METRIC_NAN(
        Refusal.METRICS,
        metrics(Map.of("loss", Scalar.newBuilder().setDouble(Double.NaN).build()))),
    METRIC_WITHOUT_VALUE(Refusal.METRICS, metrics(Map.of("loss", Scalar.getDefaultInstance()))),
    LONG_METRIC(
        Refusal.METRICS,
        metrics(Map.of("text", Scalar.newBuilder().setString("x".repeat(10_000)).build()))),
    EVALUATION_INSTEAD(
        Refusal.WRONG_KIND,
        message(ClientMessage.newBuilder()
            .setEvaluateRes(ClientMessage.EvaluateRes.newBuilder().setNumExamples(1))
            .build())),
    PARAMETERS_INSTEAD(
        Refusal.WRONG_KIND,
        message(ClientMessage.newBuilder()
            .setGetParametersRes(ClientMessage.GetParametersRes.newBuilder()
                .setParameters(TwinClient.parameters(SOUND)))
            .build())),
    GOODBYE_INSTEAD(
        Refusal.WRONG_KIND,
        message(ClientMessage.newBuilder()
            .setDisconnectRes(ClientMessage.DisconnectRes.getDefaultInstance())
            .build())),
    EMPTY_MESSAGE(Refusal.WRONG_KIND, message(ClientMessage.getDefaultInstance())),
    NO_PROTOBUF(Refusal.GARBAGE, bytes(new byte[] {34, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1})),
    CUT_PROTOBUF(Refusal.GARBAGE, bytes(cut(TwinClient.fitted(SOUND, 1).toByteArray()))),
    TWO_ANSWERS_IN_ONE(Refusal.GARBAGE, bytes(twice(TwinClient.fitted(SOUND, 1).toByteArray()))),
    TOO_LARGE(Refusal.TOO_LARGE, bytes(new byte[200_000])),
    FRAME_PROMISES_4_GIGABYTES(
        Refusal.TOO_LARGE,
        call -> call.write(Buffer.buffer().appendByte((byte) 0).appendInt(-1)).otherwiseEmpty()),
    COMPRESSED(
        Refusal.GARBAGE,
        call -> call.write(
                Buffer.buffer().appendByte((byte) 1).appendInt(10).appendBytes(new byte[10]))
            .otherwiseEmpty()),
    RESETS(Departure.LOST, call -> call.reset(2)),
    CANCELS(Departure.LOST, call -> call.reset(8)),
    CLOSES_ITS_SIDE(Departure.LOST, call -> call.end().otherwiseEmpty()),
    DROPS_THE_CONNECTION(Departure.LOST, call -> call.connection().close()),
    SAYS_NOTHING(Departure.SILENT, call -> {}),
    STOPS_IN_THE_MIDDLE(
        Departure.SILENT,
        call -> call.write(
                TwinClient.frame(TwinClient.fitted(SOUND, 1).toByteArray()).getBuffer(0, 40))
            .otherwiseEmpty());

    private final Optional<Refusal> refusal;
    private final Departure departure;
    private final Consumer<HttpClientRequest> onFit;

    Hostile(Refusal refusal, Consumer<HttpClientRequest> onFit) {
      this.refusal = Optional.of(refusal);
      this.departure = Departure.REFUSED;
      this.onFit = onFit;
    }

    Hostile(Departure departure, Consumer<HttpClientRequest> onFit) {
      this.refusal = Optional.empty();
      this.departure = departure;
      this.onFit = onFit;
    }
  }

  @AfterAll
  void close() {
    await(vertx.close());
  }

  @ParameterizedTest
  @EnumSource
  void fit_hostileClient_neverReachesTheModelAndIsNamed(Hostile hostile) {
    Duration timeout = hostile.departure == Departure.SILENT ? SHORT : PATIENT;
    try (var server = start(3, timeout)) {
      TwinClient.join(vertx, server.port(), (question, call) -> {
        if (question.hasFitIns()) {
          hostile.onFit.accept(call);
        } else if (question.getMsgCase() == ServerMessage.MsgCase.RECONNECT_INS) {
          call.reset(8);
        }
      });
      joinSound(server);
      server.awaitDone();
      assertThat(server.lastParameters()).containsExactly(1.625, 1.625, 1.625);
      assertThat(server.reports.getFirst().examples()).isEqualTo(400);
      assertThat(server.aborted).isEmpty();
      assertThat(server.refusals).isEqualTo(hostile.refusal.map(List::of).orElse(List.of()));
      assertThat(server.departures)
          .containsExactlyInAnyOrder(hostile.departure.label(), "told", "told");
      assertThat(server.reports.getFirst().refused())
          .hasSize(hostile.departure == Departure.REFUSED ? 1 : 0);
      assertThat(server.reports.getFirst().lost())
          .hasSize(hostile.departure == Departure.REFUSED ? 0 : 1);
    }
  }

  /** What is said before anything was asked, or twice. */
  @SuppressWarnings("ImmutableEnumChecker") // bytes nobody changes
  enum Unasked {
    SOUND_ANSWER(TwinClient.frame(TwinClient.fitted(SOUND, 1).toByteArray())),
    NOTHING_IN_A_FRAME(TwinClient.frame(new byte[0])),
    MEGABYTES(TwinClient.frame(new byte[1 << 20])),
    NOISE(Buffer.buffer(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));

    private final Buffer said;

    Unasked(Buffer said) {
      this.said = said;
    }
  }

  @ParameterizedTest
  @EnumSource
  void join_clientThatSpeaksFirst_isLetGo(Unasked unasked) {
    try (var server = start(2, PATIENT)) {
      var hostile = TwinClient.join(vertx, server.port(), new TwinClient.Behaviour() {
        @Override
        public void on(ServerMessage question, HttpClientRequest call) {}

        @Override
        public void opened(HttpClientRequest call) {
          call.write(unasked.said).otherwiseEmpty();
        }
      });
      assertThat(await(hostile.ended())).startsWith("10 ");
      assertThat(server.refusals).hasSize(1);
      joinSound(server);
      server.awaitDone();
      assertThat(server.lastParameters()).containsExactly(1.625, 1.625, 1.625);
    }
  }

  @Test
  void fit_answerTwice_countsOnceAndLetsTheClientGo() {
    try (var server = start(2, PATIENT)) {
      TwinClient.join(vertx, server.port(), (question, call) -> {
        TwinClient.answer(question, call, 100, halfPlus(0.5));
        if (question.hasFitIns()) {
          TwinClient.answer(question, call, 100, halfPlus(50));
        }
      });
      TwinClient.join(vertx, server.port(), TwinClient.sound(300, halfPlus(2)));
      server.awaitDone();
      assertThat(server.lastParameters()).containsExactly(1.625, 1.625, 1.625);
      assertThat(server.refusals).containsExactly(Refusal.WRONG_KIND);
    }
  }

  /** The question is larger than what a client takes without reading; the head of the response tells that it was asked. */
  @Test
  void fit_answerWithoutReadingTheQuestion_isRefusedAndNothingHeapsUp() {
    var layout = new ModelLayout(List.of(new TensorSpec(ElementType.FLOAT64, List.of(200_000))));
    var zeros = new SavedTraining(
        0, layout, GlobalModel.of(layout.join(List.of(Tensor.of(new double[200_000])))));
    var rounds = new RoundConfig(2, 3, 1, 1, 0, PATIENT);
    try (var server = new RecordedFederation(
        vertx, ServerConfig.plain("127.0.0.1", 0), rounds, new FedAvg(), Optional.of(zeros))) {
      var hostile = TwinClient.join(vertx, server.port(), new TwinClient.Behaviour() {
        @Override
        public void on(ServerMessage question, HttpClientRequest call) {}

        @Override
        public void opened(HttpClientRequest call) {
          call.response().onSuccess(response -> {
            response.pause();
            TwinClient.send(call, TwinClient.fitted(new double[200_000], 100));
            vertx.setTimer(500, _ -> response.resume());
          });
        }
      });
      joinSound(server);
      server.awaitDone();
      assertThat(server.refusals).containsExactly(Refusal.UNREAD);
      assertThat(server.departures).containsExactlyInAnyOrder("refused", "told", "told");
      assertThat(server.reports)
          .extracting(report -> report.examples())
          .containsExactly(400L, 400L);
      assertThat(server.lastParameters()).containsOnly(2.4375);
      assertThat(await(hostile.ended())).contains("unread: question: answered before it was read");
    }
  }

  @Test
  void fit_answerAfterTheTimeout_neverReachesTheModel() {
    try (var server = start(3, SHORT)) {
      TwinClient.join(vertx, server.port(), (question, call) -> {
        if (question.hasFitIns()) {
          vertx.setTimer(
              SHORT.toMillis() + 100,
              late -> TwinClient.answer(question, call, 1_000, halfPlus(50)));
        }
      });
      joinSound(server);
      server.awaitDone();
      assertThat(server.lastParameters()).containsExactly(1.625, 1.625, 1.625);
      assertThat(server.departures).contains("silent");
    }
  }

  @Test
  void begin_initialParametersThatAreNone_areAskedOfAnother() {
    var rounds = new RoundConfig(1, 3, 1, 1, 0, PATIENT);
    try (var server = new RecordedFederation(
        vertx, ServerConfig.plain("127.0.0.1", 0), rounds, new FedAvg(), Optional.empty())) {
      TwinClient.join(vertx, server.port(), (question, call) -> {
        var poison = ClientMessage.newBuilder();
        poison
            .getGetParametersResBuilder()
            .setParameters(TwinClient.parameters(new double[] {Double.NaN}));
        TwinClient.send(call, poison.build());
      });
      joinSound(server);
      TwinClient.join(vertx, server.port(), TwinClient.sound(400, halfPlus(1.625)));
      server.awaitDone();
      assertThat(server.lastParameters()).containsExactly(1.625, 1.625, 1.625);
    }
  }

  /** A counter of batches at the end of a model is no bias. */
  @Test
  void begin_modelThatEndsInWholeNumbers_hasNoCutToCalibrate() {
    var rounds = new RoundConfig(1, 1, 1, 1, 0, PATIENT, Scaling.PUBLIC, true);
    try (var server = new RecordedFederation(
        vertx, ServerConfig.plain("127.0.0.1", 0), rounds, new FedAvg(), Optional.empty())) {
      var counter = new Tensor(new TensorSpec(ElementType.INT64, List.of()), new double[] {7});
      var hostile = TwinClient.join(vertx, server.port(), (question, call) -> {
        var answer = ClientMessage.newBuilder();
        answer
            .getGetParametersResBuilder()
            .setParameters(TwinClient.parameters(new double[] {1, 2}).toBuilder()
                .addTensors(ByteString.copyFrom(Npy.encode(counter))));
        TwinClient.send(call, answer.build());
      });
      assertThat(await(hostile.ended())).contains("tensor-type: last tensor: whole numbers");
      assertThat(server.refusals).containsExactly(Refusal.TENSOR_TYPE);
    }
  }

  @Test
  void join_floodOfStreamsBeyondTheBound_isTurnedAwayAndTrainingGoesOn() {
    var config = new ServerConfig(
        "127.0.0.1", 0, Optional.empty(), Set.of(), 4, 1_000, 1e6, 0, Duration.ofSeconds(1));
    var rounds = new RoundConfig(1, 4, 1, 1, 0, PATIENT);
    try (var server = new RecordedFederation(vertx, config, rounds, new FedAvg(), begin())) {
      joinSound(server);
      server.awaitJoined(2); // else the flood may take their places
      for (int i = 0; i < 20; i++) {
        TwinClient.join(vertx, server.port(), (question, call) -> {
          if (question.hasFitIns()) {
            onceTurnedAway(server, () -> call.reset(8));
          }
        });
      }
      server.awaitDone();
      assertThat(server.reports.getFirst().examples()).isLessThanOrEqualTo(400);
      assertThat(server.departures).contains("turned-away");
    }
  }

  /** Else the round may be over before the fifth stream has come. */
  private void onceTurnedAway(RecordedFederation server, Runnable then) {
    if (server.departures.contains("turned-away")) {
      then.run();
    } else {
      vertx.setTimer(5, _ -> onceTurnedAway(server, then));
    }
  }

  private RecordedFederation start(int clients, Duration timeout) {
    return new RecordedFederation(
        vertx,
        ServerConfig.plain("127.0.0.1", 0),
        new RoundConfig(1, clients, 1, 1, 0, timeout),
        new FedAvg(),
        begin());
  }

  private static Optional<SavedTraining> begin() {
    return Optional.of(new SavedTraining(
        0, LAYOUT, GlobalModel.of(LAYOUT.join(List.of(Tensor.of(new double[3]))))));
  }

  private void joinSound(RecordedFederation server) {
    TwinClient.join(vertx, server.port(), TwinClient.sound(100, halfPlus(0.5)));
    TwinClient.join(vertx, server.port(), TwinClient.sound(300, halfPlus(2)));
  }

  private static UnaryOperator<double[]> halfPlus(double more) {
    return values -> Arrays.stream(values).map(value -> value / 2 + more).toArray();
  }

  private static Consumer<HttpClientRequest> message(ClientMessage message) {
    return bytes(message.toByteArray());
  }

  private static Consumer<HttpClientRequest> bytes(byte[] message) {
    return call -> call.write(TwinClient.frame(message)).otherwiseEmpty();
  }

  private static Consumer<HttpClientRequest> numbers(double... values) {
    return message(TwinClient.fitted(values, 1));
  }

  private static Consumer<HttpClientRequest> tensors(byte[]... files) {
    var parameters = Parameters.newBuilder().setTensorType("numpy.ndarray");
    for (byte[] file : files) {
      parameters.addTensors(ByteString.copyFrom(file));
    }
    return message(ClientMessage.newBuilder()
        .setFitRes(ClientMessage.FitRes.newBuilder().setParameters(parameters).setNumExamples(1))
        .build());
  }

  private static Consumer<HttpClientRequest> metrics(Map<String, Scalar> metrics) {
    return message(ClientMessage.newBuilder()
        .setFitRes(ClientMessage.FitRes.newBuilder()
            .setParameters(TwinClient.parameters(SOUND))
            .setNumExamples(1)
            .putAllMetrics(metrics))
        .build());
  }

  private static byte[] npy(double... values) {
    return Npy.encode(Tensor.of(values));
  }

  /** A head that says so, with as many bytes behind it. */
  private static byte[] head(String type, String shape, int bytes) {
    String head = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n".formatted(type, shape);
    return Buffer.buffer()
        .appendByte((byte) 0x93)
        .appendString("NUMPY")
        .appendByte((byte) 1)
        .appendByte((byte) 0)
        .appendShortLE((short) head.length())
        .appendString(head)
        .appendBytes(new byte[bytes])
        .getBytes();
  }

  private static byte[][] many(byte[] file, int count) {
    byte[][] files = new byte[count][];
    Arrays.fill(files, file);
    return files;
  }

  private static byte[] cut(byte[] whole) {
    return Arrays.copyOf(whole, whole.length - 5);
  }

  private static byte[] twice(byte[] whole) {
    return Buffer.buffer(whole).appendBytes(whole).getBytes();
  }
}
