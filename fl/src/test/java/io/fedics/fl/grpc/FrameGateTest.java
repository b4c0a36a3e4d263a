package io.fedics.fl.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameGateTest {
  private static final long MOST = 100;

  private final Buffer passed = Buffer.buffer();
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<Long> begun = new ArrayList<>();
  private final FrameGate gate = new FrameGate(
      () -> MOST,
      begun::add,
      new ByteBlocks(0),
      this::pass,
      refused -> refusals.add(refused.refusal()));

  private void pass(ByteBlocks.Message message) {
    try (InputStream in = message.open()) {
      passed.appendBuffer(TwinClient.frame(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void handle_framesWithinTheBound_areWholeMessagesHoweverTheyAreCut() {
    Buffer all = Buffer.buffer();
    for (int length : new int[] {0, 1, 100, 37, 0, 99}) {
      all.appendBuffer(TwinClient.frame(new byte[length]));
    }
    var random = new Random(5);
    int at = 0;
    while (at < all.length()) {
      int to = Math.min(all.length(), at + 1 + random.nextInt(9));
      gate.handle(all.getBuffer(at, to));
      at = to;
    }
    assertThat(passed).isEqualTo(all);
    assertThat(begun).containsExactly(0L, 1L, 100L, 37L, 0L, 99L);
    assertThat(refusals).isEmpty();
  }

  @Test
  void handle_frameThatPromisesTooMuch_isRefusedBeforeItsBytesCome() {
    gate.handle(TwinClient.frame(new byte[10]));
    gate.handle(Buffer.buffer().appendByte((byte) 0).appendInt(101));
    assertThat(refusals).containsExactly(Refusal.TOO_LARGE);
    gate.handle(Buffer.buffer(new byte[101]));
    assertThat(passed.length()).isEqualTo(15);
    assertThat(refusals).hasSize(1);
  }

  @Test
  void handle_lengthBeyondAnInt_isNotTakenForNegative() {
    gate.handle(Buffer.buffer().appendByte((byte) 0).appendInt(-1));
    assertThat(refusals).containsExactly(Refusal.TOO_LARGE);
  }

  @Test
  void handle_compressedFrame_isRefused() {
    gate.handle(Buffer.buffer().appendByte((byte) 1).appendInt(1).appendByte((byte) 0));
    assertThat(refusals).containsExactly(Refusal.GARBAGE);
    assertThat(passed.length()).isZero();
  }
}
