package io.fedics.app.bench;

import io.fedics.app.config.DatabaseAddress;
import io.fedics.app.infrastructure.Infrastructure;
import io.fedics.app.up.Stages;
import io.fedics.shared.stage.StageMetrics;
import io.fedics.shared.stage.StageRuntime;
import io.fedics.shared.topic.Topic;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Whether everything that was written is stored: what its readers are done with against the ends of the topics. */
final class BenchDrain implements AutoCloseable {
  private static final String INCIDENT = "incident";
  private static final int FETCH = 10_000;

  private final Admin admin;
  private final Connection database;
  private final StageRuntime runtime;

  BenchDrain(Infrastructure.Endpoints endpoints, StageRuntime runtime) throws SQLException {
    DatabaseAddress address = endpoints.database();
    this.admin = Admin.create(Map.of("bootstrap.servers", endpoints.bootstrap()));
    this.database =
        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    this.runtime = runtime;
  }

  /**
   * Records not stored yet, alerts that are not published yet included. Everything in the topics came since the process
   * began; places in the database would not do, because batches without a row are saved now and then only.
   */
  long left() throws SQLException, ExecutionException, InterruptedException {
    Map<String, Topic> readers = new HashMap<>();
    Stages.STORED.forEach((topic, stage) -> readers.put(stage, topic));
    readers.put(INCIDENT, Topic.ATTACK_PREDICTED);
    Map<String, Long> ends = ends();
    long left = count("SELECT count(*) FROM incident_outbox");
    for (var reader : readers.entrySet()) {
      long end = ends.getOrDefault(reader.getValue().topicName(), 0L);
      StageMetrics seen = runtime.metrics(reader.getKey());
      // what was read again counts twice, so what waits is asked too
      left += Math.max(seen.lag(), end - seen.handled());
    }
    return left;
  }

  private Map<String, Long> ends() throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (Topic topic : Stages.STORED.keySet()) {
      for (int part = 0; part < runtime.config().partitions(); part++) {
        wanted.put(new TopicPartition(topic.topicName(), part), OffsetSpec.latest());
      }
    }
    Map<TopicPartition, ListOffsetsResultInfo> found =
        admin.listOffsets(wanted).all().get();
    return found.entrySet().stream()
        .collect(Collectors.groupingBy(
            end -> end.getKey().topic(),
            Collectors.summingLong(end -> end.getValue().offset())));
  }

  private long count(String sql) throws SQLException {
    try (var statement = database.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Every row of flows, in no order. */
  void readStored(EventMoments stored) throws SQLException {
    database.setAutoCommit(false); // else all rows come at once
    try (var statement = database.createStatement()) {
      statement.setFetchSize(FETCH);
      try (ResultSet rows = statement.executeQuery("SELECT event_id FROM flows")) {
        while (rows.next()) {
          stored.add(rows.getObject(1, UUID.class), 0);
        }
      }
    }
  }

  @Override
  public void close() throws SQLException {
    admin.close();
    database.close();
  }
}
