package io.fedics.fl.grpc;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.Optional;

/** One client's stream. Event loop only. */
final class Peer {
  /** HTTP/2's CANCEL. */
  private static final long CANCEL = 8;
  /** Time to read why it goes before the stream is cut. */
  private static final long LAST_WORDS_MILLIS = 1_000;
  /** An answer without parameters: metrics at their limits and some more. */
  private static final long SMALL_ANSWER_BYTES = 2 << 20;
  /** What nobody asked for is only read to be refused. */
  private static final long UNASKED_BYTES = 64 << 10;
  /** Not worth waiting for room. */
  private static final long SMALL_MESSAGE_BYTES = 128 << 10;

  private final String id;
  private final HttpServerRequest http;
  private final GrpcServerRequest<Buffer, Buffer> call;
  private Question asked = Question.NONE;
  private Optional<ByteRoom.Lease> lease = Optional.empty();
  private boolean refused;
  private boolean gone;

  Peer(String id, HttpServerRequest http, GrpcServerRequest<Buffer, Buffer> call) {
    this.id = id;
    this.http = http;
    this.call = call;
  }

  String id() {
    return id;
  }

  boolean isGone() {
    return gone;
  }

  boolean isRefused() {
    return refused;
  }

  void markRefused() {
    refused = true;
  }

  boolean isLeaving() {
    return asked == Question.DISCONNECT;
  }

  /** Bytes that a message beginning now may have. */
  long mostBytes(AnswerLimits limits) {
    return switch (asked) {
      case NONE, DISCONNECT -> UNASKED_BYTES;
      case PROPERTIES, EVALUATE -> SMALL_ANSWER_BYTES;
      case PARAMETERS, FIT -> limits.mostBytes();
    };
  }

  /**
   * @param room that is given back when the question is out
   */
  void ask(Question question, Buffer bytes, ByteRoom room) {
    if (bytes.length() <= SMALL_MESSAGE_BYTES) {
      ask(question, bytes);
      return;
    }
    giveBack();
    // entered behind the lease: a write that is done at once gives it back
    Promise<Void> entered = Promise.promise();
    lease = Optional.of(room.enter(bytes.length(), entered::complete));
    entered.future().onSuccess(_ -> write(question, bytes));
  }

  private void write(Question question, Buffer bytes) {
    if (!gone && !isLeaving()) {
      ask(question, bytes).onComplete(_ -> giveBack());
    }
  }

  private Future<Void> ask(Question question, Buffer bytes) {
    asked = question;
    try {
      return call.response().write(bytes).otherwiseEmpty();
    } catch (IllegalStateException e) {
      // Its stream ended meanwhile: the stream's own handlers tell.
      asked = Question.NONE;
      return Future.succeededFuture();
    }
  }

  void sayGoodbye() {
    var _ = ask(Question.DISCONNECT, Questions.goodbye());
  }

  /** A message begins: it is read on when there is room for it. */
  void begins(long bytes, ByteRoom room) {
    if (bytes <= SMALL_MESSAGE_BYTES) {
      return;
    }
    giveBack();
    ByteRoom.Lease asked = room.enter(bytes, http::resume);
    lease = Optional.of(asked);
    if (!asked.isLent()) {
      http.pause();
    }
  }

  /** Its message is another's now, who gives the room back when it is read, also when the client is gone by then. */
  Runnable handOver() {
    Optional<ByteRoom.Lease> handed = lease;
    lease = Optional.empty();
    return () -> handed.ifPresent(ByteRoom.Lease::end);
  }

  /** What was lent for its message is free again. */
  void giveBack() {
    lease.ifPresent(ByteRoom.Lease::end);
    lease = Optional.empty();
  }

  /** The question that the message now read answers; whatever comes next is unasked. */
  Question answered() {
    Question answered = asked;
    if (asked != Question.DISCONNECT) {
      asked = Question.NONE;
    }
    return answered;
  }

  /** Whatever comes from it from now on is not looked at. */
  void markGone() {
    gone = true;
    giveBack();
  }

  /** Ends the stream with a reason, and cuts it when the client does not go. */
  void end(Vertx vertx, GrpcStatus status, String reason) {
    gone = true;
    giveBack();
    try {
      call.response().status(status).statusMessage(reason).end().otherwiseEmpty();
      vertx.setTimer(LAST_WORDS_MILLIS, timer -> http.response().reset(CANCEL));
    } catch (IllegalStateException e) {
      // It went before it could be told.
      http.response().reset(CANCEL);
    }
  }
}
