package io.fedics.app.bench;

import io.fedics.app.config.DatabaseAddress;
import io.fedics.app.infrastructure.Infrastructure;
import io.fedics.app.up.Stages;
import io.fedics.shared.topic.Topic;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Whether everything that was written is stored: the offsets in the database against the ends of the topics. */
final class BenchDrain implements AutoCloseable {
  private static final String INCIDENT = "incident";
  private static final int FETCH = 10_000;

  private final Admin admin;
  private final Connection database;
  private final int partitions;

  BenchDrain(Infrastructure.Endpoints endpoints, int partitions) throws SQLException {
    DatabaseAddress address = endpoints.database();
    this.admin = Admin.create(Map.of("bootstrap.servers", endpoints.bootstrap()));
    this.database =
        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    this.partitions = partitions;
  }

  /** Records not stored yet, alerts that are not published yet included. */
  long left() throws SQLException, ExecutionException, InterruptedException {
    Map<String, Topic> readers = new HashMap<>();
    Stages.STORED.forEach((topic, stage) -> readers.put(stage, topic));
    readers.put(INCIDENT, Topic.ATTACK_PREDICTED);
    Map<TopicPartition, ListOffsetsResultInfo> ends = ends();
    Map<String, Long> next = next();
    long left = count("SELECT count(*) FROM incident_outbox");
    for (var reader : readers.entrySet()) {
      for (int part = 0; part < partitions; part++) {
        var partition = new TopicPartition(reader.getValue().topicName(), part);
        ListOffsetsResultInfo end = ends.get(partition);
        left +=
            (end == null ? 0 : end.offset()) - next.getOrDefault(reader.getKey() + '/' + part, 0L);
      }
    }
    return left;
  }

  private Map<TopicPartition, ListOffsetsResultInfo> ends()
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (Topic topic : Stages.STORED.keySet()) {
      for (int part = 0; part < partitions; part++) {
        wanted.put(new TopicPartition(topic.topicName(), part), OffsetSpec.latest());
      }
    }
    return admin.listOffsets(wanted).all().get();
  }

  private Map<String, Long> next() throws SQLException {
    Map<String, Long> next = new HashMap<>();
    try (var statement = database.createStatement();
        ResultSet rows = statement.executeQuery("SELECT stage, part, next[1] FROM stage_offsets")) {
      while (rows.next()) {
        next.put(rows.getString(1) + '/' + rows.getInt(2), rows.getLong(3));
      }
    }
    return next;
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
