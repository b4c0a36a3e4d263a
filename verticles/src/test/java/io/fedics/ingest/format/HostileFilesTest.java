package io.fedics.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.FeatureSchema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a file holds: rows or named rejections, or one sentence; never another error, never unbounded memory. */
class HostileFilesTest {
  private static final EventCodec CODEC = new EventCodec();

  private static String sample(FileFormat format) {
    return switch (format) {
      case ZEEK ->
        "#separator \\x09\n#unset_field\t-\n#path\tconn\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto"
            + "\tduration\tconn_state\thistory\n"
            + "1601998366.785668\t10.0.0.1\t54170\t10.0.0.2\t502\ttcp\t0.250000\tSF\tShAD\n"
                .repeat(3)
            + "{\"ts\":1.5,\"id.orig_h\":\"10.0.0.1\",\"id.resp_h\":\"fe80::1\",\"conn_state\":\"S0\"}\n"
                .repeat(3);
      case EVE ->
        "{\"event_type\":\"alert\",\"flow_id\":1,\"alert\":{\"signature\":\"ET SCAN\",\"severity\":1}}\n"
                .repeat(3)
            + ("{\"timestamp\":\"2021-06-06T15:57:37.272281+0200\",\"flow_id\":1,\"event_type\":\"flow\",\"src_ip\":\"10.0.0.1\","
                    + "\"src_port\":1,\"dest_ip\":\"10.0.0.2\",\"dest_port\":2,\"proto\":\"TCP\",\"flow\":{\"start\":"
                    + "\"2021-06-06T15:57:37.272281+0200\",\"bytes_toserver\":1,\"state\":\"new\"},\"tcp\":{\"tcp_flags_ts\":\"02\"}}\n")
                .repeat(3);
      case BINETFLOW ->
        "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,SrcPkts,Label\n"
            + "2019/04/04 16:24:47.672448,1.5,tcp,10.8.0.69,0x0303,  <-,14.1.11.113,999,S_RA,0,,3,300,100,2,x\n"
                .repeat(6);
      case CSV ->
        "timestamp;src_ip;dst_ip;sport;protocol;duration_ms;user;tcp_flags;ics_protocol;function_code;ics_value\n"
            + "6/7/2017 10:15;10.0.0.1;::ffff:10.0.0.2;80;6;1.5e3;\"An\"\"n\";.A..S.;modbus;0x10;-1.5\n"
                .repeat(6);
      case CICIDS2017 -> ofColumns(FeatureSchema.CICIDS2017_42, "Label");
      case CICDDOS2019 -> ofColumns(FeatureSchema.CICIDS2017_42, "SimillarHTTP");
      case UNSW_NB15 -> ofColumns(FeatureSchema.UNSW_NB15, "attack_cat");
      case NSL_KDD -> ofColumns(FeatureSchema.NSL_KDD_10, "label");
      case TON_IOT -> ofColumns(FeatureSchema.TON_IOT, "type");
      case FEDICS ->
        "{\"schema\":\"simulation/1\",\"sites\":{\"demo\":{\"latitude\":52.5,\"longitude\":13.4}}}\n"
            + new String(CODEC.encode(FedicsReaderTest.flow("demo")), StandardCharsets.UTF_8)
                .concat("\n")
                .repeat(5);
    };
  }

  private static String ofColumns(FeatureSchema schema, String label) {
    return String.join(",", schema.columns())
        + ','
        + label
        + '\n'
        + ("1,".repeat(schema.columns().size()) + "\"An\"\"n\"\n").repeat(6);
  }

  @ParameterizedTest
  @EnumSource
  void read_sample_isSound(FileFormat format) {
    CollectedRows rows = CollectedRows.read(format, sample(format));
    assertThat(rows.rejections).isEmpty();
    assertThat(rows.flows).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void read_randomlyChangedFile_givesRowsOrRejections(FileFormat format) {
    byte[] sample = sample(format).getBytes(StandardCharsets.UTF_8);
    var random = new Random(format.name().hashCode());
    for (int i = 0; i < 400; i++) {
      byte[] changed = changed(sample, random);
      requireRowsOrSentence(format, changed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void read_randomBytes_givesRejectionsOrSentence(FileFormat format) {
    var random = new Random(7);
    for (int i = 0; i < 50; i++) {
      var bytes = new byte[random.nextInt(2000)];
      random.nextBytes(bytes);
      requireRowsOrSentence(format, bytes);
      requireFormatOrSentence(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void read_anyCut_givesRowsOrSentence(FileFormat format) {
    byte[] sample = sample(format).getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < sample.length; length += 3) {
      requireRowsOrSentence(format, Arrays.copyOf(sample, length));
      requireFormatOrSentence(Arrays.copyOf(sample, length));
    }
  }

  @ParameterizedTest
  @EnumSource
  void read_lineOf50Megabytes_isOneRejectionAndTheRestIsRead(FileFormat format) throws IOException {
    String sample = sample(format);
    var rows = new CollectedRows();
    InputStream huge = new SequenceInputStream(
        new SequenceInputStream(bytes(sample), new Endless("{\"a\":\"xy", 50_000_000)),
        bytes("\n" + sample.substring(sample.lastIndexOf('\n', sample.length() - 2) + 1)));
    format.newReader().read(huge, rows);
    assertThat(rows.rejections).hasSize(1);
    assertThat(rows.rejections.getFirst().expected()).contains("1 MiB");
    int flows = CollectedRows.read(format, sample).flows.size();
    assertThat(rows.flows).hasSize(flows + 1);
  }

  @ParameterizedTest
  @EnumSource
  void read_deeplyNestedJson_isRejected(FileFormat format) {
    String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000) + "\n";
    CollectedRows rows =
        CollectedRows.read(format, sample(format) + deep + "[".repeat(100_000) + "\n");
    assertThat(rows.rejections).hasSize(2);
    assertThat(rows.flows).hasSameSizeAs(CollectedRows.read(format, sample(format)).flows);
  }

  private static byte[] changed(byte[] sample, Random random) {
    byte[] changed = sample.clone();
    int times = 1 + random.nextInt(6);
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(4)) {
        case 0 -> changed[at] = (byte) random.nextInt(256);
        case 1 ->
          changed[at] = (byte) "\"\\\t\n\r,;{}[]:-+.0eExXN\u0000".charAt(random.nextInt(22));
        case 2 -> { // a piece twice or gone
          int to = Math.min(changed.length, at + random.nextInt(40));
          int from = random.nextInt(changed.length - (to - at) + 1);
          System.arraycopy(changed, from, changed, at, to - at);
        }
        default -> changed = Arrays.copyOf(changed, 1 + random.nextInt(changed.length));
      }
    }
    return changed;
  }

  private static void requireRowsOrSentence(FileFormat format, byte[] content) {
    try {
      CollectedRows rows = CollectedRows.read(format, content);
      assertThat(rows.flows.size() + rows.rejections.size())
          .isLessThanOrEqualTo(content.length + 1);
      rows.flows.forEach(flow -> assertThat(CODEC.decode(CODEC.encode(flow))).isEqualTo(flow));
      rows.rejections.forEach(rejection -> assertThat(rejection.reason()).doesNotContain("\n"));
    } catch (UsageException e) {
      assertThat(e.getMessage()).contains("expected").doesNotContain("\n");
    }
  }

  private static void requireFormatOrSentence(byte[] content) {
    try {
      assertThat(FormatDetector.detect(content)).isNotNull();
    } catch (UsageException e) {
      assertThat(e.getMessage()).contains("expected").doesNotContain("\n");
    }
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A text, its last character again and again. */
  private static final class Endless extends InputStream {
    private final byte[] start;
    private final long length;
    private long at;

    Endless(String start, long length) {
      this.start = start.getBytes(StandardCharsets.UTF_8);
      this.length = length;
    }

    @Override
    public int read() {
      if (at == length) {
        return -1;
      }
      return start[(int) Math.min(at++, start.length - 1)];
    }

    @Override
    public int read(byte[] target, int offset, int most) {
      int count = (int) Math.min(most, length - at);
      for (int i = 0; i < count; i++) {
        target[offset + i] = (byte) read();
      }
      return count == 0 ? -1 : count;
    }
  }
}
