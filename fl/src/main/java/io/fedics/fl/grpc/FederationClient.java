package io.fedics.fl.grpc;

import com.google.protobuf.ByteString;
import io.fedics.fl.aggregate.LogitCounts;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.grpc.wire.ClientMessage;
import io.fedics.fl.grpc.wire.Parameters;
import io.fedics.fl.grpc.wire.Scalar;
import io.fedics.fl.grpc.wire.ServerMessage;
import io.fedics.fl.grpc.wire.Status;
import io.fedics.fl.privacy.ledger.BudgetExceededException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One site's side of Flower's wire: opens the stream without a word and answers what it is asked until it is told to go. A
 * server that speaks nonsense is left. Confined to one event loop; reading
 * questions, the work and writing answers are not done on it.
 */
public final class FederationClient {
  private static final int HEAD_BYTES = 5;
  private static final int MOST_BYTES = 512 << 20;
  /** A weight beyond is no weight; the server's own bound is far below. */
  private static final double MOST_WEIGHT = 1e30;

  /** Flower has codes for questions a client has no answer to, none for one that failed: that of another question says so. */
  static final int FAILED = 3;

  static final int DOES_NOT_JUDGE = 4;
  /**
   * Begins the message of a site that goes as planned. Flower has no code for it, and its servers take this one, {@link #FAILED},
   * for a failure of this round as they take any; ours tell it from one by these words.
   */
  static final String BUDGET_SPENT = "privacy budget spent: ";

  /** How long the server has to let a site go that failed. */
  private static final long GOODBYE_MILLIS = 1_000;

  static final int LONGEST_REASON = 500;
  /** As Flower's clients say that they were told to go. */
  private static final int ACKNOWLEDGED = 2;
  /** HTTP/2's code for a stream nobody needs any more. */
  private static final long CANCEL = 8;

  private final Vertx vertx;
  private final HttpClient http;
  private final SiteWork work;
  private final Promise<Leave> left = Promise.promise();
  private Buffer received = Buffer.buffer();
  /** Why it is about to go; empty while it is not. */
  private String failure = "";

  private Future<?> busy = Future.succeededFuture();
  /** What was begun ends before the site does: its ledger and its threads are in use as long. */
  private Future<?> working = Future.succeededFuture();

  /**
   * How it ended.
   *
   * @param isTold whether the server said that the training is over
   * @param reason for people; empty when told
   */
  public record Leave(boolean isTold, String reason) {}

  private FederationClient(Vertx vertx, HttpClient http, SiteWork work) {
    this.vertx = vertx;
    this.http = http;
    this.work = work;
  }

  /**
   * Joins and works until the end.
   *
   * @param tls certificate and key of the site, and the authority of the server's; empty for plain text
   * @return how it ended, when nothing works any more; fails when the server cannot be reached
   */
  public static Future<Leave> join(
      Vertx vertx, String host, int port, Optional<ServerConfig.Tls> tls, SiteWork work) {
    var options = new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setHttp2ClearTextUpgrade(false);
    tls.ifPresent(files -> options
        .setSsl(true)
        .setUseAlpn(true)
        .setTrustOptions(new PemTrustOptions().addCertPath(files.authority().toString()))
        .setKeyCertOptions(new PemKeyCertOptions()
            .setCertPath(files.certificate().toString())
            .setKeyPath(files.key().toString())));
    var client = new FederationClient(vertx, vertx.createHttpClient(options), work);
    client
        .http
        .request(HttpMethod.POST, port, host, "/flwr.proto.FlowerService/Join")
        .onSuccess(client::open)
        .onFailure(client.left::tryFail);
    return client.left.future().eventually(() -> client.working).eventually(client.http::close);
  }

  private void open(HttpClientRequest call) {
    call.setChunked(true).putHeader("content-type", "application/grpc").putHeader("te", "trailers");
    call.exceptionHandler(e -> leave(false, "the stream broke: " + e.getMessage()));
    call.response()
        .onSuccess(response -> listen(call, response))
        .onFailure(e -> leave(false, "no answer: " + e.getMessage()));
    call.sendHead().onFailure(e -> leave(false, "cannot send: " + e.getMessage()));
  }

  private void leave(boolean isTold, String reason) {
    left.tryComplete(new Leave(isTold, failure.isEmpty() ? reason : failure));
  }

  private void listen(HttpClientRequest call, HttpClientResponse response) {
    response.exceptionHandler(e -> leave(false, "the stream broke: " + e.getMessage()));
    response.endHandler(_ -> leave(
        false,
        "the server ended it: %s %s"
            .formatted(trailer(response, "grpc-status"), trailer(response, "grpc-message"))));
    response.handler(data -> {
      received.appendBuffer(data);
      try {
        questions(call);
      } catch (RefusedException e) {
        nonsense(call, e);
      }
    });
  }

  private static String trailer(HttpClientResponse response, String name) {
    String value = response.getTrailer(name);
    String told = value == null ? response.getHeader(name) : value;
    return told == null ? "" : URLDecoder.decode(told, StandardCharsets.UTF_8);
  }

  private void nonsense(HttpClientRequest call, Throwable cause) {
    giveUp(call, "the server speaks nonsense: " + cause.getMessage());
  }

  private void questions(HttpClientRequest call) {
    while (received.length() >= HEAD_BYTES) {
      int length = received.getInt(1);
      if (received.getByte(0) != 0 || length < 0 || length > MOST_BYTES) {
        throw new RefusedException(
            Refusal.GARBAGE, "frame", "of %d bytes".formatted(length), "a plain one up to 512 MiB");
      }
      int end = HEAD_BYTES + length;
      if (received.length() < end) {
        return;
      }
      Buffer message = received.slice(HEAD_BYTES, end);
      received = received.getBuffer(end, received.length());
      busy = busy.eventually(
          () -> left.future().isComplete() ? Future.succeededFuture() : read(message, call));
    }
  }

  private Future<?> read(Buffer message, HttpClientRequest call) {
    return vertx
        .executeBlocking(() -> ServerMessage.parseFrom(message.getBytes()))
        .onFailure(e -> nonsense(call, e))
        .compose(question -> on(question, call));
  }

  private Future<?> on(ServerMessage question, HttpClientRequest call) {
    if (left.future().isComplete()) {
      return Future.succeededFuture(); // while it was parsed; whoever waits for our work is gone
    }
    if (question.getMsgCase() == ServerMessage.MsgCase.RECONNECT_INS) {
      var answer = ClientMessage.newBuilder();
      answer.getDisconnectResBuilder().setReason(ACKNOWLEDGED);
      return call.write(frame(answer.build())).onComplete(_ -> {
        leave(true, "");
        call.reset(CANCEL);
      });
    }
    Future<Buffer> answered = vertx.executeBlocking(() -> frame(answer(question)));
    working = answered;
    return answered.compose(call::write).onFailure(e -> fail(question, call, e));
  }

  private ClientMessage answer(ServerMessage question) {
    var answer = ClientMessage.newBuilder();
    switch (question.getMsgCase()) {
      case GET_PROPERTIES_INS ->
        answer.getGetPropertiesResBuilder().putAllProperties(scalars(work.properties()));
      case GET_PARAMETERS_INS -> {
        boolean isOfSums =
            Wanted.FEATURE_SUMS.isIn(question.getGetParametersIns().getConfigMap());
        answer
            .getGetParametersResBuilder()
            .setParameters(wire(isOfSums ? ScalingWire.tensors(work.sums()) : work.parameters()));
      }
      case FIT_INS -> {
        ServerMessage.FitIns asked = question.getFitIns();
        Answer.Fitted fitted = work.fit(
            tensors(asked.getParameters()),
            values(asked.getConfigMap()),
            ScalingWire.read(asked.getConfigMap()));
        answer
            .getFitResBuilder()
            .setParameters(wire(fitted.parameters()))
            .setNumExamples(fitted.examples())
            .putAllMetrics(scalars(fitted.metrics()));
      }
      case EVALUATE_INS -> {
        ServerMessage.EvaluateIns asked = question.getEvaluateIns();
        List<Tensor> model = tensors(asked.getParameters());
        Optional<Standardisation> scaling = ScalingWire.read(asked.getConfigMap());
        answer.setEvaluateRes(
            Wanted.LOGIT_COUNTS.isIn(asked.getConfigMap())
                ? work.logitCounts(model, scaling)
                    .map(FederationClient::counted)
                    .orElseGet(FederationClient::notJudged)
                : work.evaluate(model, scaling)
                    .map(FederationClient::judged)
                    .orElseGet(FederationClient::notJudged));
      }
      default ->
        throw new RefusedException(
            Refusal.WRONG_KIND, "question", question.getMsgCase().name(), "one of Flower's");
    }
    return answer.build();
  }

  /** Nothing but the counts: the model is judged when its cut has been moved. */
  private static ClientMessage.EvaluateRes.Builder counted(LogitCounts counts) {
    return ClientMessage.EvaluateRes.newBuilder()
        .setNumExamples(counts.rows())
        .putMetrics(CutWire.COUNTS, CutWire.scalar(counts));
  }

  private static ClientMessage.EvaluateRes.Builder judged(Answer.Evaluated figures) {
    return ClientMessage.EvaluateRes.newBuilder()
        .setLoss((float) figures.loss())
        .setNumExamples(figures.examples())
        .putAllMetrics(scalars(figures.metrics()));
  }

  private static ClientMessage.EvaluateRes.Builder notJudged() {
    return ClientMessage.EvaluateRes.newBuilder()
        .setStatus(
            Status.newBuilder().setCode(DOES_NOT_JUDGE).setMessage("this site tells no figures"));
  }

  /** Says why, so that the server can name the reason, and goes. */
  private void fail(ServerMessage question, HttpClientRequest call, Throwable cause) {
    String reason = String.valueOf(cause.getMessage());
    String told = cause instanceof BudgetExceededException
        ? BUDGET_SPENT + reason.replaceFirst("^privacy budget: ", "")
        : reason;
    var status =
        Status.newBuilder().setMessage(told.substring(0, Math.min(LONGEST_REASON, told.length())));
    var answer = ClientMessage.newBuilder();
    switch (question.getMsgCase()) {
      case GET_PARAMETERS_INS ->
        answer.getGetParametersResBuilder().setStatus(status.setCode(FAILED));
      case FIT_INS -> answer.getFitResBuilder().setStatus(status.setCode(FAILED));
      case EVALUATE_INS -> answer.getEvaluateResBuilder().setStatus(status.setCode(FAILED));
      default -> {
        giveUp(call, reason);
        return;
      }
    }
    failure = reason;
    // A stream reset at once might overtake the answer.
    call.write(frame(answer.build()))
        .onComplete(_ -> vertx.setTimer(GOODBYE_MILLIS, _ -> giveUp(call, reason)));
  }

  private void giveUp(HttpClientRequest call, String reason) {
    leave(false, reason);
    call.reset(CANCEL);
  }

  private static Buffer frame(ClientMessage message) {
    byte[] bytes = message.toByteArray();
    return Buffer.buffer(HEAD_BYTES + bytes.length)
        .appendByte((byte) 0)
        .appendInt(bytes.length)
        .appendBytes(bytes);
  }

  private static Parameters wire(List<Tensor> tensors) {
    var wire = Parameters.newBuilder().setTensorType("numpy.ndarray");
    tensors.forEach(tensor -> wire.addTensors(ByteString.copyFrom(Npy.encode(tensor))));
    return wire.build();
  }

  private static List<Tensor> tensors(Parameters wire) {
    List<Tensor> tensors = new ArrayList<>();
    for (ByteString file : wire.getTensorsList()) {
      tensors.add(Npy.decode(ByteBuffer.wrap(file.toByteArray()), MOST_WEIGHT));
    }
    return tensors;
  }

  private static Map<String, Object> values(Map<String, Scalar> wire) {
    Map<String, Object> values = new HashMap<>();
    wire.forEach((name, scalar) -> {
      switch (scalar.getScalarCase()) {
        case DOUBLE -> values.put(name, scalar.getDouble());
        case UINT64 -> values.put(name, scalar.getUint64());
        case SINT64 -> values.put(name, scalar.getSint64());
        case BOOL -> values.put(name, scalar.getBool());
        case STRING -> values.put(name, scalar.getString());
        case BYTES, SCALAR_NOT_SET -> {} // no figure
      }
    });
    return values;
  }

  private static Map<String, Scalar> scalars(Map<String, Object> values) {
    Map<String, Scalar> wire = new HashMap<>();
    values.forEach((name, value) -> wire.put(name, scalar(value)));
    return wire;
  }

  private static Scalar scalar(Object value) {
    return switch (value) {
      case Boolean bool -> Scalar.newBuilder().setBool(bool).build();
      case Long whole -> Scalar.newBuilder().setSint64(whole).build();
      case Integer whole -> Scalar.newBuilder().setSint64(whole).build();
      case Number number -> Scalar.newBuilder().setDouble(number.doubleValue()).build();
      default -> Scalar.newBuilder().setString(value.toString()).build();
    };
  }
}
