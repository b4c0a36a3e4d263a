package io.fedics.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  @Test
  void next_allLineEnds_givesSameLines() throws IOException {
    assertThat(linesOf("a\nb\nc\n")).containsExactly("a", "b", "c");
    assertThat(linesOf("a\r\nb\r\nc\r\n")).containsExactly("a", "b", "c");
    assertThat(linesOf("a\rb\rc\r")).containsExactly("a", "b", "c");
  }

  @Test
  void next_noFinalLineEnd_givesLastLine() throws IOException {
    assertThat(linesOf("a\nb")).containsExactly("a", "b");
  }

  @Test
  void next_emptyLines_areCounted() throws IOException {
    assertThat(linesOf("\n\na")).containsExactly("", "", "a");
    assertThat(linesOf("")).isEmpty();
  }

  @Test
  void next_byteOrderMark_isDropped() throws IOException {
    assertThat(linesOf("\ufeffa\n\ufeffb")).containsExactly("a", "\ufeffb");
  }

  @Test
  void next_oneByteAtATime_givesSameLines() throws IOException {
    var drip = new ByteArrayInputStream("ab\r\ncd\r\n\r\ne".getBytes(StandardCharsets.UTF_8)) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(1, length));
      }
    };
    assertThat(linesOf(drip)).containsExactly("ab", "cd", "", "e");
  }

  @Test
  void next_linesAcrossBuffers_areWhole() throws IOException {
    String line = "x".repeat(50_000);
    assertThat(linesOf((line + "\n").repeat(20))).hasSize(20).containsOnly(line);
  }

  @Test
  void next_longestLine_isRead_oneMoreByteIsNot() throws IOException {
    var reader = reader("x".repeat(LineReader.MAX_LINE - 1) + "\nb\n");
    assertThat(reader.next()).isTrue();
    assertThat(reader.tooLong()).isFalse();
    assertThat(reader.to() - reader.from()).isEqualTo(LineReader.MAX_LINE - 1);
  }

  @Test
  void next_hugeLine_isPassedOverInBoundedMemory() throws IOException {
    var reader = new LineReader(new Repeated((byte) 'x', 50_000_000, "\nnext\n"));
    assertThat(reader.next()).isTrue();
    assertThat(reader.tooLong()).isTrue();
    assertThat(reader.buffer().length).isLessThanOrEqualTo(2 * LineReader.MAX_LINE);
    assertThat(reader.next()).isTrue();
    assertThat(reader.tooLong()).isFalse();
    assertThat(reader.text()).isEqualTo("next");
    assertThat(reader.number()).isEqualTo(2);
    assertThat(reader.next()).isFalse();
  }

  @Test
  void next_hugeLastLine_isGivenOnce() throws IOException {
    var reader = new LineReader(new Repeated((byte) 'x', 3_000_000, ""));
    assertThat(reader.next()).isTrue();
    assertThat(reader.tooLong()).isTrue();
    assertThat(reader.next()).isFalse();
  }

  @Test
  void next_cutStream_dropsHalfLineAndTellsDamage() throws IOException {
    var reader = new LineReader(new InputStream() {
      private final InputStream start =
          new ByteArrayInputStream("a\nhal".getBytes(StandardCharsets.UTF_8));

      @Override
      public int read() throws IOException {
        int read = start.read();
        if (read < 0) {
          throw new EOFException("Unexpected end of ZLIB input stream");
        }
        return read;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        target[offset] = (byte) read();
        return 1;
      }
    });
    assertThat(reader.next()).isTrue();
    assertThat(reader.text()).isEqualTo("a");
    assertThat(reader.next()).isFalse();
    assertThat(reader.damage()).contains("ZLIB");
  }

  private static LineReader reader(String content) {
    return new LineReader(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> linesOf(String content) throws IOException {
    return linesOf(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> linesOf(InputStream content) throws IOException {
    var reader = new LineReader(content);
    var lines = new ArrayList<String>();
    while (reader.next()) {
      lines.add(reader.text());
      assertThat(reader.number()).isEqualTo(lines.size());
    }
    return lines;
  }

  /** One byte many times, then a text. */
  private static final class Repeated extends InputStream {
    private final byte value;
    private final InputStream after;
    private long left;

    Repeated(byte value, long times, String after) {
      this.value = value;
      this.left = times;
      this.after = new ByteArrayInputStream(after.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int read() throws IOException {
      return left-- > 0 ? value : after.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left <= 0) {
        return after.read(target, offset, length);
      }
      int count = (int) Math.min(left, length);
      java.util.Arrays.fill(target, offset, offset + count, value);
      left -= count;
      return count;
    }
  }
}
