package io.fedics.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.bundle.Detectors;
import io.fedics.app.bundle.ModelStore;
import io.fedics.detect.DetectVerticle;
import io.fedics.detect.domain.learned.FlowForest;
import io.fedics.ingest.ActiveModels;
import io.fedics.ingest.ForeignVerticle;
import io.fedics.ingest.IngestConfig;
import io.fedics.ingest.SiteStore;
import io.fedics.persist.PersistVerticle;
import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.config.Settings;
import io.fedics.shared.event.DeadLetter;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FeatureSchema;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowRouted;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.SourceOpened;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.StageHealth;
import io.fedics.shared.stage.StageMetrics;
import io.fedics.shared.stage.StageRuntime;
import io.fedics.shared.topic.Topic;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another program writes plain JSON on a topic of its own; through the real broker and the real database. */
@Timeout(180)
class ForeignTopicIT {
  private static final Map<String, String> SETTINGS = Map.of(
      "kafka.partitions", "2",
      "stage.save-every", "200ms",
      "ingest.kafka-sources", "network-traffic, network-log, network_flows",
      "detect.route-verdicts", "true");

  /** Not ours: the broker's owner chose it. */
  private static final int FOREIGN_PARTITIONS = 3;

  private static final EventCodec CODEC = new EventCodec();

  @TempDir
  private static @Nullable Path folder;

  private static @Nullable RealWorld startedWorld;

  private final List<String> deployments = new ArrayList<>();
  private @Nullable StageRuntime startedRuntime;
  private @Nullable KafkaProducer<String, String> startedProducer;

  @BeforeAll
  static void startWorld() throws Exception {
    startedWorld = RealWorld.start(Objects.requireNonNull(folder), SETTINGS);
    try (Admin admin = admin()) {
      admin
          .createPartitions(Map.of(
              Topic.NETWORK_TRAFFIC.topicName(), NewPartitions.increaseTo(FOREIGN_PARTITIONS)))
          .all()
          .get();
    }
  }

  @AfterAll
  static void stopWorld() throws InterruptedException {
    world().close();
  }

  @BeforeEach
  void begin() {
    startedRuntime = world().runtime(SETTINGS);
    startedProducer = new KafkaProducer<>(
        Map.of(
            "bootstrap.servers", world().endpoints().bootstrap(),
            "linger.ms", 5,
            "metadata.max.age.ms", 500), // new partitions are seen soon
        new StringSerializer(),
        new StringSerializer());
  }

  @AfterEach
  void end() {
    List.copyOf(deployments).forEach(this::stop);
    runtime().close();
    producer().close();
  }

  @Test
  void foreignRecords_anyKeyAnyPartition_becomeOneFlowEach() throws Exception {
    Set<UUID> expected = new HashSet<>();
    for (int n = 0; n < 60; n++) {
      expected.add(send(Topic.NETWORK_TRAFFIC, partitionLikeOthers(n), "key-" + n, ten(n)));
    }
    UUID broken = send(Topic.NETWORK_TRAFFIC, 1, null, "{\"service\":\"http\"");
    UUID lacking = send(Topic.NETWORK_TRAFFIC, 2, "k", "{\"service\":\"http\",\"flag\":\"SF\"}");
    expected.add(send(Topic.NETWORK_TRAFFIC, 1, null, fortyTwo("")));
    String persist = deploy(persist());
    String first = deploy(foreign(Topic.NETWORK_TRAFFIC));
    await(() -> flows("network-traffic").size() >= expected.size());

    assertThat(ids("network-traffic")).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(flows("network-traffic"))
        .extracting(flow -> Objects.requireNonNull(flow.features()).schema())
        .containsOnly("nsl-kdd/10", "cicids2017/42")
        .filteredOn("cicids2017/42"::equals)
        .hasSize(1);
    await(() -> letters(Topic.NETWORK_TRAFFIC).size() >= 2);
    assertThat(letters(Topic.NETWORK_TRAFFIC))
        .extracting(DeadLetter::reason)
        .anyMatch(reason -> reason.contains("JSON object"))
        .anyMatch(reason -> reason.contains("no src_bytes, dst_bytes"));
    assertThat(expected).doesNotContain(broken, lacking);
    StageMetrics.Snapshot counted = runtime().metrics("ingest-network-traffic").snapshot();
    assertThat(counted.read()).isEqualTo(63);
    assertThat(counted.deadLettered()).isEqualTo(2);
    assertThat(counted.difference()).isZero();

    stop(first); // a new partition and more records while nobody reads
    try (Admin admin = admin()) {
      admin
          .createPartitions(Map.of(
              Topic.NETWORK_TRAFFIC.topicName(), NewPartitions.increaseTo(FOREIGN_PARTITIONS + 1)))
          .all()
          .get();
    }
    await(() ->
        producer().partitionsFor(Topic.NETWORK_TRAFFIC.topicName()).size() > FOREIGN_PARTITIONS);
    expected.add(send(Topic.NETWORK_TRAFFIC, FOREIGN_PARTITIONS, "late", ten(7)));
    String second = deploy(foreign(Topic.NETWORK_TRAFFIC));
    await(() -> flows("network-traffic").size() >= expected.size());
    assertThat(ids("network-traffic"))
        .as("goes on where it was: nothing twice, nothing lost")
        .containsExactlyInAnyOrderElementsOf(expected);

    stop(second); // as after a crash between writing and committing
    rewind(Topic.NETWORK_TRAFFIC, 0);
    int before = flows("network-traffic").size();
    deploy(foreign(Topic.NETWORK_TRAFFIC));
    await(() -> flows("network-traffic").size() > before);
    UUID last = send(Topic.NETWORK_TRAFFIC, 0, "last", ten(8));
    await(() -> ids("network-traffic").contains(last));
    expected.add(last);
    Map<UUID, Set<FlowObserved>> repeats = new HashMap<>();
    flows("network-traffic")
        .forEach(flow ->
            repeats.computeIfAbsent(flow.eventId(), _ -> new HashSet<>()).add(flow));
    assertThat(repeats.keySet()).isEqualTo(expected);
    assertThat(repeats.values())
        .as("a repeat is the same in every byte")
        .allMatch(s -> s.size() == 1);
    await(() -> rows("network-traffic") >= expected.size());
    assertThat(rows("network-traffic")).as("exactly once").isEqualTo(expected.size());
    stop(persist);
  }

  @Test
  void foreignSite_withTwoReaders_hasOneOwnerAtATime() throws Exception {
    String first = deploy(foreign(Topic.NETWORK_LOG));
    UUID one = send(Topic.NETWORK_LOG, 0, null, unsw());
    await(() -> ids("network-log").contains(one));
    deploy(foreign(Topic.NETWORK_LOG));
    await(() -> runtime().running().stream()
        .map(it -> it.health().get())
        .anyMatch(it -> it.state() == StageHealth.State.RETRYING
            && it.detail().contains("written by another process")));
    stop(first);
    UUID two = send(Topic.NETWORK_LOG, 1, null, unsw());
    await(() -> ids("network-log").contains(two));
    assertThat(ids("network-log")).containsExactlyInAnyOrder(one, two);
  }

  @Test
  void flowsOfTwoHosts_judged_arePassedOnWithTheirVerdict() throws Exception {
    deploy(forest());
    deploy(foreign(Topic.NETWORK_FLOWS));
    List<UUID> judged = new ArrayList<>();
    for (int n = 0; n < 20; n++) {
      judged.add(send(
          Topic.NETWORK_FLOWS,
          n % 2,
          null,
          fortyTwo(",\"Source IP\":\"10.0.0.%d\",\"Destination IP\":\"10.0.1.1\",\"Protocol\":6"
              .formatted(n % 4))));
    }
    UUID unjudged = send(Topic.NETWORK_FLOWS, 0, null, fortyTwo(""));
    await(
        () -> ids("network-flows").containsAll(judged) && ids("network-flows").contains(unjudged));
    UUID after = send(
        Topic.NETWORK_FLOWS,
        1,
        null,
        fortyTwo(",\"Source IP\":\"10.0.0.9\",\"Destination IP\":\"10.0.1.1\",\"Protocol\":6"));
    judged.add(after);
    await(() -> routed().stream().anyMatch(it -> it.flow().srcIp() != null)
        && runtime().metrics("iforest").snapshot().lag() == 0
        && progressed(judged));
    assertThat(routed())
        .isNotEmpty()
        .allMatch(it -> judged.contains(it.flow().eventId()))
        .allMatch(it -> it.verdict().detector().equals("iforest"))
        .allMatch(it -> it.verdict().model().sha256().length() == 64)
        .extracting(it -> it.flow().eventId())
        .doesNotHaveDuplicates()
        .doesNotContain(unjudged);
    assertThat(of(Topic.NORMAL_TRAFFIC, FlowRouted.class))
        .noneMatch(it -> it.verdict().anomaly());
    assertThat(of(Topic.ANOMALY_ALERTS, FlowRouted.class))
        .allMatch(it -> it.verdict().anomaly());
  }

  /** Seconds where milliseconds belong, a day, some decades (microseconds), and what may be. */
  @Test
  void foreignRecords_ofClocksThatAreWrong_holdUpNobody() throws Exception {
    timesAreThoseOfSenders(Topic.NETWORK_FLOWS);
    long now = System.currentTimeMillis();
    sendAt(Topic.NETWORK_FLOWS, 0, now / 1_000, fortyTwo(""));
    sendAt(Topic.NETWORK_FLOWS, 0, now + Duration.ofDays(1).toMillis(), fortyTwo(""));
    sendAt(Topic.NETWORK_FLOWS, 1, now * 1_000, fortyTwo(""));
    UUID ahead =
        sendAt(Topic.NETWORK_FLOWS, 1, now + Duration.ofMinutes(9).toMillis(), fortyTwo(""));
    UUID right = sendAt(Topic.NETWORK_FLOWS, 1, now, fortyTwo(""));
    deploy(foreign(Topic.NETWORK_FLOWS));

    await(() -> ids("network-flows").containsAll(List.of(ahead, right))
        && letters(Topic.NETWORK_FLOWS).size() >= 3);
    assertThat(letters(Topic.NETWORK_FLOWS))
        .extracting(DeadLetter::reason)
        .satisfiesExactlyInAnyOrder(
            reason -> assertThat(reason).contains("at most 10 minutes ahead"),
            reason -> assertThat(reason).contains("at most 10 minutes ahead"),
            reason -> assertThat(reason)
                .startsWith("timestamp: " + now / 1_000 + " (expected: milliseconds"));
    long opened = newestSeq(SourceOpened.class, "network-flows");
    assertThat(opened)
        .as("no progress is taken for a repeat")
        .isLessThan(DerivedSource.seq(System.currentTimeMillis() / 1_000, 0));
    await(() -> newestSeq(Progress.class, "network-flows") > opened);
  }

  private static long newestSeq(Class<? extends Event> kind, String site) {
    return of(Topic.NETWORK_DATA, kind).stream()
        .filter(event -> event.site().equals(site))
        .mapToLong(Event::seq)
        .max()
        .orElse(Long.MIN_VALUE);
  }

  /** As brokers of other people have it, and older ones without a limit. */
  private static void timesAreThoseOfSenders(Topic topic) throws Exception {
    var change = List.of(
        new AlterConfigOp(
            new ConfigEntry("message.timestamp.type", "CreateTime"), AlterConfigOp.OpType.SET),
        new AlterConfigOp(
            new ConfigEntry("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE)),
            AlterConfigOp.OpType.SET));
    try (Admin admin = admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()), change))
          .all()
          .get();
    }
  }

  /** Whether the detector has passed the second of these flows. */
  private boolean progressed(List<UUID> judged) {
    long newest = flows("network-flows").stream()
        .filter(flow -> judged.contains(flow.eventId()))
        .mapToLong(FlowObserved::second)
        .max()
        .orElse(0);
    return of(Topic.ANOMALIES, Progress.class).stream()
            .filter(it -> it.site().equals("network-flows"))
            .collect(Collectors.groupingBy(
                it -> it.inputPartition(),
                Collectors.mapping(it -> it.completeThrough(), Collectors.toSet())))
            .values()
            .stream()
            .filter(passed -> passed.stream().anyMatch(second -> second >= newest))
            .count()
        == 2;
  }

  private Deployable foreign(Topic topic) {
    return new ForeignVerticle(
        topic,
        runtime().foreign(world().vertx(), ForeignVerticle.stageOf(topic), topic),
        new SiteStore(world().pool()),
        runtime().writer(),
        runtime().partitioner(),
        ActiveModels.SHIPPED,
        IngestConfig.from(new Settings(SETTINGS)));
  }

  private Deployable persist() {
    return new PersistVerticle(
        Topic.NETWORK_DATA,
        runtime().io(world().vertx(), "persist-flows", List.of(Topic.NETWORK_DATA), List.of()));
  }

  private Deployable forest() {
    Detectors.Reader reader =
        Detectors.from(world().configs(), ModelStore.ofShipped()).readers(2).stream()
            .filter(it -> it.stage().equals(FlowForest.STAGE))
            .findFirst()
            .orElseThrow();
    return new DetectVerticle(
        reader.decision(),
        runtime().io(world().vertx(), reader.stage(), reader.topics(), List.of()));
  }

  private String deploy(Deployable verticle) {
    String id = world()
        .vertx()
        .deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
        .await();
    deployments.add(id);
    return id;
  }

  private void stop(String id) {
    if (deployments.remove(id)) {
      world().vertx().undeploy(id).await();
    }
  }

  /** As the partitioners of other clients choose: {@code consistent_random} by CRC-32, {@code murmur2_random} by Murmur2. */
  private static int partitionLikeOthers(int n) {
    byte[] key = ("key-" + n).getBytes(StandardCharsets.UTF_8);
    var crc = new CRC32();
    crc.update(key);
    long hash = n % 2 == 0 ? crc.getValue() : Utils.toPositive(Utils.murmur2(key));
    return (int) (hash % FOREIGN_PARTITIONS);
  }

  /** Returns the id its flow will have. */
  private UUID send(Topic topic, int partition, @Nullable String key, String value)
      throws Exception {
    return send(topic, new ProducerRecord<>(topic.topicName(), partition, key, value));
  }

  private UUID sendAt(Topic topic, int partition, long millis, String value) throws Exception {
    return send(topic, new ProducerRecord<>(topic.topicName(), partition, millis, null, value));
  }

  private UUID send(Topic topic, ProducerRecord<String, String> sent) throws Exception {
    int partition = Objects.requireNonNull(sent.partition());
    long offset = producer().send(sent).get().offset();
    return EventId.of(world().topicIds().getOrDefault(topic, ""), partition, offset);
  }

  private static String ten(int n) {
    return ("{\"service\": \"http\", \"flag\": \"SF\", \"src_bytes\": %d, \"dst_bytes\": 5450, \"count\": 8, "
            + "\"same_srv_rate\": 1.0, \"diff_srv_rate\": 0.0, \"dst_host_srv_count\": 9, "
            + "\"dst_host_same_srv_rate\": 1.0, \"dst_host_same_src_port_rate\": 0.11, \"label\": \"neptune\"}")
        .formatted(n);
  }

  private static String fortyTwo(String more) {
    return record(FeatureSchema.CICIDS2017_42, more);
  }

  private static String unsw() {
    return record(FeatureSchema.UNSW_NB15, "");
  }

  private static String record(FeatureSchema schema, String more) {
    return schema.columns().stream()
        .map(name -> '"' + name + "\":" + (schema.words().contains(name) ? "\"-\"" : "7"))
        .collect(Collectors.joining(",", "{", more + "}"));
  }

  private static void rewind(Topic topic, long offset) throws Exception {
    try (Admin admin = admin()) {
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      for (int partition = 0; partition < FOREIGN_PARTITIONS; partition++) {
        offsets.put(
            new TopicPartition(topic.topicName(), partition), new OffsetAndMetadata(offset));
      }
      admin
          .alterConsumerGroupOffsets("fedics-" + ForeignVerticle.stageOf(topic), offsets)
          .all()
          .get();
    }
  }

  private static List<FlowObserved> flows(String site) {
    return of(Topic.NETWORK_DATA, FlowObserved.class).stream()
        .filter(flow -> flow.site().equals(site))
        .toList();
  }

  private static List<UUID> ids(String site) {
    return flows(site).stream().map(FlowObserved::eventId).toList();
  }

  private static List<DeadLetter> letters(Topic topic) {
    return of(Topic.DEAD_LETTERS, DeadLetter.class).stream()
        .filter(letter -> letter.topic().equals(topic.topicName()))
        .toList();
  }

  private static List<FlowRouted> routed() {
    List<FlowRouted> all = new ArrayList<>(of(Topic.NORMAL_TRAFFIC, FlowRouted.class));
    all.addAll(of(Topic.ANOMALY_ALERTS, FlowRouted.class));
    return all;
  }

  private static long rows(String site) {
    return world()
        .query("SELECT count(*) FROM flows WHERE site = '" + site + "'")
        .iterator()
        .next()
        .getLong(0);
  }

  /** Everything of one kind that is on a topic now. */
  private static <E extends Event> List<E> of(Topic topic, Class<E> kind) {
    var settings = Map.<String, Object>of(
        "bootstrap.servers", world().endpoints().bootstrap(), "fetch.max.wait.ms", 20);
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all = IntStream.range(0, 2)
          .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
          .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      consumer.assign(all);
      consumer.seekToBeginning(all);
      List<E> found = new ArrayList<>();
      while (all.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
        consumer.poll(Duration.ofMillis(50)).forEach(raw -> {
          Event event = CODEC.decode(raw.value());
          if (kind.isInstance(event)) {
            found.add(kind.cast(event));
          }
        });
      }
      return found;
    }
  }

  /** Asks again until it holds; the test's own time limit ends it. */
  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(50_000_000);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", world().endpoints().bootstrap()));
  }

  private static RealWorld world() {
    return Objects.requireNonNull(startedWorld);
  }

  private StageRuntime runtime() {
    return Objects.requireNonNull(startedRuntime);
  }

  private KafkaProducer<String, String> producer() {
    return Objects.requireNonNull(startedProducer);
  }
}
