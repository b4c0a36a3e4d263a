package io.fedics.fl.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.fedics.fl.aggregate.FeatureSums;
import io.fedics.fl.aggregate.LogitCounts;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.grpc.wire.ClientMessage;
import io.fedics.fl.grpc.wire.ClientMessage.EvaluateRes;
import io.fedics.fl.grpc.wire.ClientMessage.FitRes;
import io.fedics.fl.grpc.wire.Parameters;
import io.fedics.fl.grpc.wire.Scalar;
import io.fedics.fl.grpc.wire.Status;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every hostile message that one message can be; what clients do over time is the round's. */
class AnswerReaderTest {
  private static final AnswerLimits LIMITS = new AnswerLimits(
      Optional.of(List.of(
          new TensorSpec(ElementType.FLOAT64, List.of(3)),
          new TensorSpec(ElementType.FLOAT32, List.of(2, 2)))),
      1_000_000_000,
      1e6);
  private static final Tensor FIRST = Tensor.of(1.5, 2, 3);
  private static final Tensor SECOND =
      new Tensor(new TensorSpec(ElementType.FLOAT32, List.of(2, 2)), new double[] {1, 2, 3, 4});

  @Test
  void read_soundFit_givesParametersExamplesAndMetrics() {
    var message = fitted(fit(FIRST, SECOND)
        .putMetrics("accuracy", Scalar.newBuilder().setDouble(0.5).build())
        .putMetrics("steps", Scalar.newBuilder().setSint64(-3).build())
        .putMetrics("site", Scalar.newBuilder().setString("north").build()));
    var answer = (Answer.Updated) read(message, Question.FIT);
    assertThat(answer.examples()).isEqualTo(100);
    assertThat(answer.parameters())
        .isEqualTo(
            Tensors.of(List.of(List.of(3), List.of(2, 2)), new double[] {1.5, 2, 3, 1, 2, 3, 4}));
    assertThat(answer.metrics())
        .containsEntry("accuracy", 0.5)
        .containsEntry("steps", -3L)
        .containsEntry("site", "north");
  }

  @Test
  void read_soundEvaluation_givesLoss() {
    var message = evaluated(EvaluateRes.newBuilder().setLoss(0.25f).setNumExamples(7));
    assertThat(read(message, Question.EVALUATE))
        .isEqualTo(new Answer.Evaluated(0.25, 7, java.util.Map.of()));
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"FLOAT16", "FLOAT32", "FLOAT64"})
  void read_updateOfManyBlocks_isReadIntoTheArrayThatIsThere(ElementType type) {
    int size = 100_000; // not a whole number of blocks in any type
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = i % 2_000 - 1_000; // exact in every type
    }
    var limits = new AnswerLimits(
        Optional.of(List.of(new TensorSpec(ElementType.FLOAT64, List.of(size)))), 1_000, 1e6);
    byte[] bytes = bytes(fitted(fit(new Tensor(new TensorSpec(type, List.of(size)), values))));
    double[] there = new double[size];
    var answer =
        (Answer.Updated) AnswerReader.read(inBlocks(bytes), Question.FIT, limits, _ -> there);
    assertThat(answer.parameters().values()).isSameAs(there).isEqualTo(values);
  }

  @Test
  void read_morePreciseAnswer_isTaken() {
    var precise = new Tensor(new TensorSpec(ElementType.FLOAT64, List.of(2, 2)), new double[4]);
    assertThat(read(fitted(fit(FIRST, precise)), Question.FIT)).isInstanceOf(Answer.Updated.class);
  }

  @Test
  void read_propertiesNotImplemented_areNone() {
    var message = ClientMessage.newBuilder();
    message.getGetPropertiesResBuilder().setStatus(Status.newBuilder().setCode(1));
    assertThat(read(message.build(), Question.PROPERTIES))
        .isEqualTo(new Answer.Properties(java.util.Map.of()));
  }

  @Test
  void read_disconnect_isGoing() {
    var message = ClientMessage.newBuilder()
        .setDisconnectRes(ClientMessage.DisconnectRes.newBuilder().setReason(2))
        .build();
    assertThat(read(message, Question.DISCONNECT)).isEqualTo(new Answer.Disconnected());
  }

  @Test
  void read_initialParameters_mayHaveAnyShape() {
    var noModel = new AnswerLimits(Optional.empty(), 1, 1e6);
    var answer =
        (Answer.InitialParameters) readBytes(bytes(initial(FIRST)), Question.PARAMETERS, noModel);
    assertThat(answer.parameters()).hasSize(1);
    assertThat(refused(bytes(initial()), Question.PARAMETERS, noModel))
        .isEqualTo(Refusal.TENSOR_SHAPE);
  }

  @Test
  void read_missingTensors_areRefused() {
    assertThat(refused(fitted(fit(FIRST)), Question.FIT)).isEqualTo(Refusal.TENSOR_SHAPE);
    assertThat(refused(fitted(fit()), Question.FIT)).isEqualTo(Refusal.TENSOR_SHAPE);
    assertThat(refused(fitted(FitRes.newBuilder().setNumExamples(1)), Question.FIT))
        .isEqualTo(Refusal.TENSOR_SHAPE);
  }

  @Test
  void read_extraTensor_isRefused() {
    assertThat(refused(fitted(fit(FIRST, SECOND, FIRST)), Question.FIT))
        .isEqualTo(Refusal.TENSOR_SHAPE);
  }

  @Test
  void read_otherShapeRankOrEmptyTensor_isRefused() {
    for (List<Integer> shape :
        List.of(List.of(4), List.of(2), List.of(3, 1), List.<Integer>of(), List.of(0))) {
      var spec = new TensorSpec(ElementType.FLOAT64, shape);
      var other = new Tensor(spec, new double[(int) spec.elements()]);
      assertThat(refused(fitted(fit(other, SECOND)), Question.FIT)).isEqualTo(Refusal.TENSOR_SHAPE);
    }
  }

  @Test
  void read_tensorOfNoBytes_isRefused() {
    var parameters = Parameters.newBuilder().addTensors(ByteString.EMPTY);
    assertThat(refused(fitted(FitRes.newBuilder().setParameters(parameters)), Question.FIT))
        .isEqualTo(Refusal.TENSOR_HEADER);
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"INT32", "INT64", "BOOL"})
  void read_wholeNumbersForFractions_areRefused(ElementType type) {
    var cut = new Tensor(new TensorSpec(type, List.of(3)), new double[3]);
    assertThat(refused(fitted(fit(cut, SECOND)), Question.FIT)).isEqualTo(Refusal.TENSOR_TYPE);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e30})
  void read_poisonedValue_isRefused(double value) {
    assertThat(refused(fitted(fit(Tensor.of(0, 0, value), SECOND)), Question.FIT))
        .isEqualTo(Refusal.TENSOR_VALUE);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1_000_000_001, Long.MAX_VALUE})
  void read_absurdExamples_areRefused(long examples) {
    assertThat(refused(fitted(fit(FIRST, SECOND).setNumExamples(examples)), Question.FIT))
        .isEqualTo(Refusal.EXAMPLES);
    assertThat(refused(
            evaluated(EvaluateRes.newBuilder().setNumExamples(examples)), Question.EVALUATE))
        .isEqualTo(Refusal.EXAMPLES);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e30f})
  void read_lossOrMetricNotFinite_isRefused(float value) {
    assertThat(refused(
            evaluated(EvaluateRes.newBuilder().setNumExamples(1).setLoss(value)),
            Question.EVALUATE))
        .isEqualTo(Refusal.METRICS);
    assertThat(refused(
            fitted(fit(FIRST, SECOND)
                .putMetrics("m", Scalar.newBuilder().setDouble(value).build())),
            Question.FIT))
        .isEqualTo(Refusal.METRICS);
  }

  @Test
  void read_metricsBomb_isRefused() {
    var many = fit(FIRST, SECOND);
    for (int i = 0; i < 300; i++) {
      many.putMetrics("m" + i, Scalar.newBuilder().setBool(true).build());
    }
    assertThat(refused(fitted(many), Question.FIT)).isEqualTo(Refusal.METRICS);
    var longText = Scalar.newBuilder().setString("x".repeat(5000)).build();
    assertThat(refused(fitted(fit(FIRST, SECOND).putMetrics("m", longText)), Question.FIT))
        .isEqualTo(Refusal.METRICS);
    assertThat(refused(
            fitted(fit(FIRST, SECOND).putMetrics("m", Scalar.getDefaultInstance())), Question.FIT))
        .isEqualTo(Refusal.METRICS);
  }

  @Test
  void read_clientThatFailed_isRefusedWithItsReason() {
    var failed = fit(FIRST, SECOND).setStatus(Status.newBuilder().setCode(3).setMessage("no data"));
    var refused =
        catchThrowableOfType(RefusedException.class, () -> read(fitted(failed), Question.FIT));
    assertThat(refused.refusal()).isEqualTo(Refusal.CLIENT_FAILED);
    assertThat(refused).hasMessage("status: 3 no data (expected: 0)");
  }

  @Test
  void read_answerToAnotherQuestion_isRefused() {
    assertThat(refused(fitted(fit(FIRST, SECOND)), Question.EVALUATE))
        .isEqualTo(Refusal.WRONG_KIND);
    assertThat(refused(fitted(fit(FIRST, SECOND)), Question.NONE)).isEqualTo(Refusal.WRONG_KIND);
    assertThat(refused(ClientMessage.getDefaultInstance(), Question.FIT))
        .isEqualTo(Refusal.WRONG_KIND);
  }

  @Test
  void read_twoAnswersInOneMessage_isRefused() throws IOException {
    byte[] one = fitted(fit(FIRST, SECOND)).toByteArray();
    var two = new ByteArrayOutputStream();
    two.write(one);
    two.write(one);
    assertThat(refused(two.toByteArray(), Question.FIT, LIMITS)).isEqualTo(Refusal.GARBAGE);
  }

  @Test
  void read_soundSums_areThoseOfTheRows() {
    var told = new FeatureSums(3, new double[] {1.5, 2}, new double[] {1, 4});
    var answer = (Answer.Sums)
        read(initial(ScalingWire.tensors(told).toArray(Tensor[]::new)), Question.SUMS);
    assertThat(answer.sums().rows()).isEqualTo(3);
    assertThat(answer.sums().sums()).containsExactly(1.5, 2);
    assertThat(answer.sums().squares()).containsExactly(1, 4);
  }

  @Test
  void read_sumsThatAreNone_areRefused() {
    assertThat(refused(initial(FIRST, SECOND), Question.SUMS)).isEqualTo(Refusal.TENSOR_SHAPE);
    assertThat(refused(initial(), Question.SUMS)).isEqualTo(Refusal.TENSOR_SHAPE);
    Tensor rows = Tensor.of(10);
    assertThat(refused(initial(rows, FIRST), Question.SUMS)).isEqualTo(Refusal.TENSOR_SHAPE);
    assertThat(refused(initial(rows, FIRST, Tensor.of(1)), Question.SUMS))
        .isEqualTo(Refusal.TENSOR_SHAPE);
    assertThat(refused(initial(rows, FIRST, SECOND), Question.SUMS))
        .isEqualTo(Refusal.TENSOR_SHAPE);
    Tensor many = Tensor.of(new double[4097]);
    assertThat(refused(initial(rows, many, many), Question.SUMS)).isEqualTo(Refusal.TENSOR_SHAPE);
    for (double count : new double[] {0, -1, 0.5, 2e9}) {
      assertThat(refused(initial(Tensor.of(count), FIRST, FIRST), Question.SUMS))
          .isEqualTo(Refusal.EXAMPLES);
    }
    for (double sum : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1.1e7, 1e300}) {
      assertThat(refused(initial(rows, Tensor.of(sum), Tensor.of(1)), Question.SUMS))
          .isEqualTo(Refusal.TENSOR_VALUE);
    }
    var failed = ClientMessage.newBuilder();
    failed.getGetParametersResBuilder().setStatus(Status.newBuilder().setCode(2));
    assertThat(refused(failed.build(), Question.SUMS)).isEqualTo(Refusal.CLIENT_FAILED);
  }

  @Test
  void read_soundCounts_areThoseOfTheRows() {
    var told = LogitCounts.of(new double[] {-9, -9, 0.3}, new int[] {0, 0, 1});
    var answer = (Answer.Counted) read(evaluated(judged(CutWire.scalar(told))), Question.COUNTS);
    LogitCounts counts = answer.counts().orElseThrow();
    assertThat(counts.normals()).isEqualTo(told.normals());
    assertThat(counts.attacks()).isEqualTo(told.attacks());
    // in place of them, as Flower's clients answer that know nothing of them
    for (var none : List.of(
        judged(Scalar.newBuilder().setString("no bytes").build()),
        EvaluateRes.newBuilder().setNumExamples(7),
        EvaluateRes.newBuilder().setStatus(Status.newBuilder().setCode(4)))) {
      assertThat(read(evaluated(none), Question.COUNTS))
          .isEqualTo(new Answer.Counted(Optional.empty()));
    }
    assertThat(read(evaluated(judged(CutWire.scalar(told))), Question.EVALUATE))
        .isInstanceOf(Answer.Evaluated.class);
  }

  @Test
  void read_countsThatAreNone_areRefused() {
    double[] sound = new double[2 * LogitCounts.BINS];
    assertThat(refusedCounts(sound.clone())).isEqualTo(Refusal.EXAMPLES); // no row at all
    for (double wrong : new double[] {-1, 0.5, Double.NaN, 2e9}) {
      double[] counts = sound.clone();
      counts[7] = wrong;
      assertThat(refusedCounts(counts)).isIn(Refusal.EXAMPLES, Refusal.TENSOR_VALUE);
    }
    double[] most = sound.clone();
    most[0] = 6e8;
    most[1] = 6e8; // each is believed, both together are not
    assertThat(refusedCounts(most)).isEqualTo(Refusal.EXAMPLES);
    assertThat(refusedCounts(Npy.encode(FIRST))).isEqualTo(Refusal.TENSOR_SHAPE);
    assertThat(refusedCounts(new byte[] {1, 2, 3})).isEqualTo(Refusal.TENSOR_HEADER);
    assertThat(refusedCounts(new byte[6_000])).isEqualTo(Refusal.METRICS);
    var failed = EvaluateRes.newBuilder().setStatus(Status.newBuilder().setCode(3));
    assertThat(refused(evaluated(failed), Question.COUNTS)).isEqualTo(Refusal.CLIENT_FAILED);
  }

  private static EvaluateRes.Builder judged(Scalar counts) {
    return EvaluateRes.newBuilder().setNumExamples(7).putMetrics(CutWire.COUNTS, counts);
  }

  /** In eight bytes each, as NumPy counts. */
  private static Refusal refusedCounts(double[] values) {
    var spec = new TensorSpec(ElementType.FLOAT64, List.of(2, LogitCounts.BINS));
    return refusedCounts(Npy.encode(new Tensor(spec, values)));
  }

  private static Refusal refusedCounts(byte[] file) {
    Scalar counts = Scalar.newBuilder().setBytes(ByteString.copyFrom(file)).build();
    return refused(evaluated(judged(counts)), Question.COUNTS);
  }

  /** As Flower answers for a client that has no such method. */
  @Test
  void read_evaluationNotImplemented_isNotJudged() {
    var none = EvaluateRes.newBuilder().setStatus(Status.newBuilder().setCode(4));
    assertThat(read(evaluated(none), Question.EVALUATE)).isEqualTo(new Answer.NotJudged());
    var failed = EvaluateRes.newBuilder().setStatus(Status.newBuilder().setCode(3));
    assertThat(refused(evaluated(failed), Question.EVALUATE)).isEqualTo(Refusal.CLIENT_FAILED);
  }

  @Test
  void read_cutAnywhere_isRefused() {
    byte[] whole = fitted(fit(FIRST, SECOND)).toByteArray();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThat(catchThrowableOfType(
              RefusedException.class, () -> readBytes(cut, Question.FIT, LIMITS)))
          .isNotNull();
    }
  }

  @Test
  void read_lengthThatLies_costsNoMemory() throws IOException {
    byte[] lie = new byte[12];
    CodedOutputStream out = CodedOutputStream.newInstance(lie);
    out.writeTag(4, 2);
    out.writeUInt32NoTag(1_900_000_000);
    out.flush();
    assertThat(refused(lie, Question.FIT, LIMITS)).isEqualTo(Refusal.GARBAGE);
  }

  /** Whatever the bytes are, the one way out is a refusal. */
  @Test
  void read_randomAndAlteredBytes_neverFailsOtherwise() {
    neverFails(fitted(fit(FIRST, SECOND)), Question.FIT);
    neverFails(initial(Tensor.of(10), FIRST, FIRST), Question.SUMS);
    LogitCounts counts = LogitCounts.of(new double[] {1, 2}, new int[] {0, 1});
    neverFails(evaluated(judged(CutWire.scalar(counts))), Question.COUNTS);
  }

  private static void neverFails(ClientMessage message, Question asked) {
    var random = new Random(7);
    byte[] sound = message.toByteArray();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = sound.clone();
      if (i % 2 == 0) {
        random.nextBytes(bytes);
      } else {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        readBytes(bytes, asked, LIMITS);
      } catch (RefusedException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  @Test
  void read_moreThanTheModelNeeds_isRefusedUnread() {
    assertThat(LIMITS.mostBytes()).isLessThan(70_000);
    byte[] large = new byte[(int) LIMITS.mostBytes() + 1];
    assertThat(refused(large, Question.FIT, LIMITS)).isEqualTo(Refusal.TOO_LARGE);
    assertThat(new AnswerLimits(Optional.empty(), 1, 1).mostBytes()).isEqualTo(512L << 20);
  }

  private static FitRes.Builder fit(Tensor... tensors) {
    return FitRes.newBuilder().setParameters(parameters(tensors)).setNumExamples(100);
  }

  private static Parameters parameters(Tensor... tensors) {
    var parameters = Parameters.newBuilder().setTensorType("numpy.ndarray");
    for (Tensor tensor : tensors) {
      parameters.addTensors(ByteString.copyFrom(Npy.encode(tensor)));
    }
    return parameters.build();
  }

  private static ClientMessage initial(Tensor... tensors) {
    var message = ClientMessage.newBuilder();
    message.getGetParametersResBuilder().setParameters(parameters(tensors));
    return message.build();
  }

  private static ClientMessage fitted(FitRes.Builder fit) {
    return ClientMessage.newBuilder().setFitRes(fit).build();
  }

  private static ClientMessage evaluated(EvaluateRes.Builder evaluation) {
    return ClientMessage.newBuilder().setEvaluateRes(evaluation).build();
  }

  private static byte[] bytes(ClientMessage message) {
    return message.toByteArray();
  }

  private static Answer read(ClientMessage message, Question asked) {
    return readBytes(bytes(message), asked, LIMITS);
  }

  private static Answer readBytes(byte[] message, Question asked, AnswerLimits limits) {
    return AnswerReader.read(inBlocks(message), asked, limits, double[]::new);
  }

  private static ByteBlocks.Message inBlocks(byte[] message) {
    ByteBlocks.Message taken = new ByteBlocks(0).begin(message.length);
    taken.append(Buffer.buffer(message), 0);
    return taken;
  }

  private static Refusal refused(ClientMessage message, Question asked) {
    return refused(bytes(message), asked, LIMITS);
  }

  private static Refusal refused(byte[] message, Question asked, AnswerLimits limits) {
    return catchThrowableOfType(RefusedException.class, () -> readBytes(message, asked, limits))
        .refusal();
  }
}
