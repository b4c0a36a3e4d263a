package io.fedics.shared.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectWriter;
import io.fedics.shared.error.StageException;
import io.fedics.shared.event.DistinctCount;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.Features;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowState;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.HostsScored;
import io.fedics.shared.event.IcsMessage;
import io.fedics.shared.event.RoleActivity;
import io.fedics.shared.event.RoleActivity.PeerActivity;
import io.fedics.shared.stage.DerivedSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Our own form against Jackson, which reads all of JSON: the same events, the same bytes, and nothing it refuses. */
class PlainFormTest {
  private static final int EVENTS = 3_000;
  private static final int MUTATIONS = 60_000;
  private static final List<FlowState> STATES = List.of(FlowState.values());
  private static final List<String> TEXTS = List.of(
      "",
      "10.0.0.1",
      "fe80::1%eth0",
      "tcp",
      "a \"quoted\" \\ text",
      "žluť 工厂",
      "tab\tline\nbell\u0007del\u007f",
      "a text that is longer than those which are kept for all readers of a process");

  private final EventCodec codec = new EventCodec();
  private final ObjectWriter jackson = WireFormat.eventMapper().writerFor(Event.class);
  private final Random random = new Random(11);

  /** A blank makes it a record of somebody else's writing. */
  private Event byJackson(byte[] record) {
    byte[] blank = new byte[record.length + 1];
    blank[0] = record[0];
    blank[1] = ' ';
    System.arraycopy(record, 1, blank, 2, record.length - 1);
    return codec.decode(blank);
  }

  @Test
  void flows_readPlain_areWhatJacksonReads() {
    int plain = 0;
    for (int n = 0; n < EVENTS; n++) {
      FlowObserved flow = flow();
      byte[] record = codec.encode(flow);
      assertThat(byJackson(record)).isEqualTo(flow);
      assertThat(codec.decode(record)).isEqualTo(flow);
      plain += FlowBytes.read(amid(record)) == null ? 0 : 1;
    }
    assertThat(plain).isGreaterThan(EVENTS / 10).isLessThan(EVENTS);
  }

  @Test
  void hostActivity_writtenAndRead_isWhatJacksonWritesAndReads() throws Exception {
    assertSameAsJackson(this::part, record -> HostActivityBytes.read(amid(record)));
  }

  @Test
  void hostsScored_writtenAndRead_isWhatJacksonWritesAndReads() throws Exception {
    assertSameAsJackson(this::scored, record -> HostsScoredBytes.read(amid(record)));
  }

  private void assertSameAsJackson(
      Supplier<? extends Event> events, Function<byte[], @Nullable Event> read) throws Exception {
    int plain = 0;
    for (int n = 0; n < EVENTS; n++) {
      Event event = events.get();
      byte[] record = codec.encode(event);
      assertThat(record).isEqualTo(jackson.writeValueAsBytes(event));
      assertThat(byJackson(record)).isEqualTo(event);
      assertThat(codec.decode(record)).isEqualTo(event);
      plain += read.apply(record) == null ? 0 : 1;
    }
    assertThat(plain).isGreaterThan(EVENTS / 10).isLessThan(EVENTS);
  }

  @Test
  void hostsScored_anyScore_isPlain() {
    for (double score : List.of(0.0, 1.0, 0.999, 9.5e-5, 0.12345678901234568, 1.0 / 3, 4.9e-324)) {
      var scored = new HostsScored(
          new UUID(1, 2),
          "demo",
          Instant.ofEpochSecond(1_795_917_944),
          "lstm/1/demo",
          7,
          1_795_917_944,
          "lstm",
          List.of("10.0.0.1"),
          List.of(score),
          List.of(1L),
          0);
      assertThat(HostsScoredBytes.read(amid(codec.encode(scored)))).isEqualTo(scored);
    }
  }

  /** What aggregate writes: its {@code seq} is made of second and place, and has sixteen digits. */
  @Test
  void hostActivity_ofToday_isPlain() {
    var part = new HostActivityPart(
        new UUID(1, 2),
        "demo",
        Instant.ofEpochSecond(1_795_917_944),
        "aggregate/1/demo",
        DerivedSource.seq(1_795_917_944, 1),
        1_795_917_944,
        "10.0.0.1",
        1,
        new RoleActivity(
            3,
            300,
            200,
            6,
            5,
            1,
            1_500_000,
            0,
            new DistinctCount(),
            new DistinctCount(),
            List.of()),
        null,
        0,
        0,
        0);
    assertThat(HostActivityBytes.read(amid(codec.encode(part)))).isEqualTo(part);
  }

  @Test
  void flows_changedBytes_areNotPlainOrWhatJacksonReads() {
    assertThat(changed(this::flow, record -> FlowBytes.read(amid(record))))
        .isGreaterThan(MUTATIONS / 200);
  }

  @Test
  void hostActivity_changedBytes_isNotPlainOrWhatJacksonReads() {
    assertThat(changed(this::part, record -> HostActivityBytes.read(amid(record))))
        .isGreaterThan(MUTATIONS / 200);
  }

  @Test
  void hostsScored_changedBytes_areNotPlainOrWhatJacksonReads() {
    assertThat(changed(this::scored, record -> HostsScoredBytes.read(amid(record))))
        .isGreaterThan(MUTATIONS / 200);
  }

  /** How many were plain all the same. */
  private int changed(Supplier<? extends Event> events, Function<byte[], @Nullable Event> read) {
    int plain = 0;
    for (int n = 0; n < MUTATIONS; n++) {
      byte[] record = change(codec.encode(events.get()));
      Event event;
      try {
        event = read.apply(record);
      } catch (IllegalArgumentException e) {
        continue; // out of range: the codec says so in the record's own words
      }
      if (event != null) {
        plain++;
        assertThat(byJackson(record)).as(text(record)).isEqualTo(event);
      }
    }
    return plain;
  }

  private byte[] change(byte[] record) {
    byte[] changed = random.nextInt(8) == 0
        ? Arrays.copyOf(record, random.nextInt(1, record.length))
        : record.clone();
    String likely = "0123456789.-+eE\"\\,:{}[] nulltrue";
    for (int changes = random.nextInt(3); changes >= 0; changes--) {
      changed[random.nextInt(changed.length)] =
          (byte) likely.charAt(random.nextInt(likely.length()));
    }
    return changed;
  }

  private static String text(byte[] record) {
    return new String(record, StandardCharsets.UTF_8);
  }

  @Test
  void outOfRange_isRefusedAsJacksonRefusesIt() {
    String good = text(codec.encode(FlowObserved.builder("zeek", Instant.EPOCH)
        .dstPort(502)
        .build(new UUID(1, 2), "demo", "file/ab", 1)));
    byte[] record = good.replace(":502", ":70000").getBytes(StandardCharsets.UTF_8);
    assertThat(reasonOf(() -> codec.decode(record)))
        .isEqualTo(reasonOf(() -> byJackson(record)))
        .isEqualTo("dst_port: 70000 (expected: 0 to 65535)");
  }

  @Test
  void registers_withoutPadding_areNotPlain() {
    var many = new DistinctCount();
    for (int n = 0; n < 200; n++) {
      many.add("10.0.0." + n);
    }
    var role = new RoleActivity(3, 300, 200, 6, 5, 1, 0, 0, many, new DistinctCount(), List.of());
    var part = new HostActivityPart(
        new UUID(1, 2), "demo", Instant.EPOCH, "s", 1, 0, "10.0.0.1", 1, role, null, 0, 0, 0);
    String record = text(codec.encode(part));
    assertThat(HostActivityBytes.read(amid(bytes(record)))).isEqualTo(part);
    assertThat(record).contains("==\"");
    assertThat(HostActivityBytes.read(amid(bytes(record.replace("==\"", "\"")))))
        .isNull();
  }

  @Test
  void number_wholeMinusZero_isNotPlain() {
    String record = text(codec.encode(FlowObserved.builder("zeek", Instant.EPOCH)
        .ics(new IcsMessage("modbus", 1, 3, false, 1L, 1L, -0.0))
        .build(new UUID(1, 2), "demo", "file/ab", 1)));
    assertThat(FlowBytes.read(amid(bytes(record)))).isEqualTo(byJackson(bytes(record)));
    assertThat(FlowBytes.read(amid(bytes(record.replace("-0.0", "-0"))))).isNull();
  }

  private static byte[] bytes(String record) {
    return record.getBytes(StandardCharsets.UTF_8);
  }

  /** Jackson writes such characters as two escapes, we as they are: both are JSON. */
  @Test
  void text_outsideTheFirstPlane_isTheSameAgain() {
    FlowObserved flow = FlowObserved.builder("zeek", Instant.EPOCH)
        .asset("\ud83d\ude80")
        .build(new UUID(1, 2), "demo", "file/ab", 1);
    assertThat(codec.decode(codec.encode(flow))).isEqualTo(flow);
  }

  private static String reasonOf(Supplier<Event> decode) {
    try {
      return "read as " + decode.get();
    } catch (StageException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private FlowObserved flow() {
    return FlowObserved.builder(text(), time())
        .startedAt(sometimes(this::time))
        .srcIp(sometimes(this::text))
        .srcPort(sometimes(() -> random.nextInt(65_536)))
        .dstIp(sometimes(this::text))
        .dstPort(sometimes(() -> random.nextInt(65_536)))
        .protocol(sometimes(this::text))
        .service(sometimes(this::text))
        .state(sometimes(() -> STATES.get(random.nextInt(STATES.size()))))
        .durationMicros(sometimes(this::count))
        .bytesOut(sometimes(this::count))
        .bytesIn(sometimes(this::count))
        .packetsOut(sometimes(this::count))
        .packetsIn(sometimes(this::count))
        .tcpFlags(sometimes(() -> random.nextInt(256)))
        .communityId(sometimes(this::text))
        .account(sometimes(this::text))
        .asset(sometimes(this::text))
        .ics(sometimes(this::ics))
        .features(sometimes(() -> new Features(text(), texts())))
        .sensorAlerts(random.nextBoolean() ? List.of() : texts())
        .build(new UUID(random.nextLong(), random.nextLong()), text(), text(), count());
  }

  private IcsMessage ics() {
    return new IcsMessage(
        text(),
        sometimes(() -> random.nextInt(256)),
        sometimes(() -> random.nextInt(128)),
        random.nextBoolean(),
        sometimes(this::count),
        sometimes(this::count),
        sometimes(this::value));
  }

  private double value() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextGaussian();
      case 1 -> random.nextInt(-100, 100);
      case 2 -> random.nextInt(1_000_000) / 1_000.0;
      case 3 -> -0.0;
      case 4 -> Double.longBitsToDouble(random.nextLong() & 0x7fe_fffff_ffffffffL);
      default -> random.nextInt(1_000) * 1e12;
    };
  }

  private HostActivityPart part() {
    return new HostActivityPart(
        new UUID(random.nextLong(), random.nextLong()),
        text(),
        time(),
        text(),
        count(),
        random.nextInt(-5, Integer.MAX_VALUE),
        text(),
        random.nextInt(16),
        sometimes(this::role),
        sometimes(this::role),
        count(),
        count(),
        count());
  }

  private RoleActivity role() {
    var top = new ArrayList<PeerActivity>();
    for (int n = random.nextInt(4); n > 0; n--) {
      top.add(new PeerActivity(text(), count(), count(), count()));
    }
    return new RoleActivity(
        count(),
        count(),
        count(),
        count(),
        count(),
        count(),
        count(),
        count(),
        distinct(),
        distinct(),
        top);
  }

  private HostsScored scored() {
    int hosts = random.nextInt(4);
    return new HostsScored(
        new UUID(random.nextLong(), random.nextLong()),
        "demo",
        time(),
        text(),
        count(),
        count(),
        "lstm",
        Stream.generate(this::text).limit(hosts).toList(),
        Stream.generate(this::score).limit(hosts).toList(),
        Stream.generate(this::count).limit(hosts).toList(),
        count());
  }

  private double score() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(1_000) / 1_000.0;
      case 1 -> random.nextDouble();
      case 2 -> random.nextDouble() * 1e-7;
      default -> -random.nextDouble() * 1e9;
    };
  }

  private DistinctCount distinct() {
    var count = new DistinctCount();
    int most = random.nextInt(20) == 0 ? 200 : 4;
    for (int n = random.nextInt(most); n > 0; n--) {
      count.add(random.nextInt(9) == 0 ? text() : "10.0.0." + n);
    }
    return count;
  }

  private <T> @Nullable T sometimes(Supplier<T> value) {
    return random.nextInt(3) == 0 ? null : value.get();
  }

  /** Nine in ten of those that plants have. */
  private String text() {
    return TEXTS.get(random.nextInt(60) == 0 ? random.nextInt(TEXTS.size()) : random.nextInt(4));
  }

  private List<String> texts() {
    return List.of(text(), text());
  }

  private long count() {
    return random.nextInt(40) == 0 ? random.nextLong() >>> 1 : random.nextInt(2_000_000);
  }

  private Instant time() {
    return Instant.ofEpochSecond(
        random.nextLong(-1_000_000_000L, 4_000_000_000L),
        random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000) * 1_000L);
  }

  /** Between other records, as it comes. */
  private static RecordBytes amid(byte[] record) {
    byte[] fetched = new byte[record.length + 7];
    Arrays.fill(fetched, (byte) '9');
    System.arraycopy(record, 0, fetched, 3, record.length);
    return new RecordBytes(fetched, 3, record.length);
  }
}
