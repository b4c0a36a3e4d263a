package io.fedics.fl.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteBlocksTest {
  private static final int BLOCK = ByteBlocks.BLOCK_BYTES;

  private final Random random = new Random(11);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 3 * BLOCK + 77})
  void append_piecesOfAnySize_giveTheBytesInOrder(int length) throws IOException {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    var blocks = new ByteBlocks(2);
    for (int again = 0; again < 3; again++) { // the second and the third in blocks that were used
      ByteBlocks.Message message = blocks.begin(length);
      Buffer all = Buffer.buffer(bytes).appendString("of the next message");
      int at = 0;
      while (!message.isWhole()) {
        Buffer piece =
            all.getBuffer(at, Math.min(all.length(), at + 1 + random.nextInt(BLOCK * 3 / 2)));
        at += message.append(piece, 0);
      }
      assertThat(at).isEqualTo(length);
      try (InputStream in = message.open()) {
        assertThat(in.available()).isEqualTo(length);
        assertThat(in.readAllBytes()).isEqualTo(bytes);
        assertThat(in.read()).isEqualTo(-1);
      }
      message.release();
    }
  }

  @Test
  void open_read_byteByByteAsInPieces() throws IOException {
    byte[] bytes = new byte[BLOCK + 10];
    random.nextBytes(bytes);
    ByteBlocks.Message message = new ByteBlocks(0).begin(bytes.length);
    message.append(Buffer.buffer(bytes), 0);
    try (InputStream in = message.open()) {
      for (byte expected : bytes) {
        assertThat(in.read()).isEqualTo(Byte.toUnsignedInt(expected));
      }
      assertThat(in.read()).isEqualTo(-1);
    }
  }
}
