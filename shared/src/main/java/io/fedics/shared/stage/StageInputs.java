package io.fedics.shared.stage;

import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.topic.Topic;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What a stage reads, and who reads what it writes. */
record StageInputs(String stage, List<Topic> topics, List<String> nextStages) {
  StageInputs {
    topics = List.copyOf(topics);
    nextStages = List.copyOf(nextStages);
  }

  List<String> topicNames() {
    return topics.stream().map(Topic::topicName).toList();
  }

  List<TopicPartition> partitions(int partition) {
    return topics.stream()
        .map(topic -> new TopicPartition(topic.topicName(), partition))
        .toList();
  }

  Received received(ConsumerRecord<Void, RecordBytes> raw) {
    int input = inputOf(raw.topic());
    return new Received(
        topics.get(input),
        input,
        raw.partition(),
        raw.offset(),
        raw.timestamp(),
        RecordBytesDeserializer.valueOf(raw));
  }

  private int inputOf(String topicName) {
    for (int input = 0; input < topics.size(); input++) {
      if (topics.get(input).topicName().equals(topicName)) {
        return input;
      }
    }
    throw new IllegalStateException(stage + " does not read " + topicName);
  }

  /** Of the stage's consumers. */
  Map<String, Object> consumerSettings(String bootstrap, StageConfig config) {
    Map<String, Object> settings = ClientSettings.of(bootstrap);
    settings.put("group.id", config.group(stage));
    settings.put("enable.auto.commit", "false");
    settings.put(
        "auto.offset.reset", "none"); // offsets live in Postgres: a forgotten seek must be an error
    settings.put("session.timeout.ms", Long.toString(config.sessionTimeout().toMillis()));
    settings.put("heartbeat.interval.ms", Long.toString(config.sessionTimeout().toMillis() / 3));
    settings.put(
        "partition.assignment.strategy", "org.apache.kafka.clients.consumer.RangeAssignor");
    settings.put("max.poll.records", Integer.toString(config.maxPollRecords()));
    // twenty readers of several partitions wait with what they fetched: a megabyte each would be
    // most of the heap; less than some batches of a writer would cut them in two
    settings.put("max.partition.fetch.bytes", "262144");
    settings.put("fetch.max.bytes", "2097152");
    settings.put("key.deserializer", UnreadKey.class.getName());
    settings.put("value.deserializer", RecordBytesDeserializer.class.getName());
    return settings;
  }
}
