package io.fedics.shared.stage;

import io.vertx.core.Future;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reader's partitions are claimed in the database, and read from the place that is kept there, as far as the broker
 * still has it.
 */
final class PartitionClaims {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionClaims.class);

  private final StageInputs inputs;
  private final StageStore store;
  private final List<String> topicIds;
  private final Consumer<?, ?> consumer;

  /**
   * @param moved whether it is read from another place than was kept
   */
  record Placed(Claim claim, boolean moved) {}

  PartitionClaims(
      StageInputs inputs, StageStore store, List<String> topicIds, Consumer<?, ?> consumer) {
    this.inputs = inputs;
    this.store = store;
    this.topicIds = topicIds;
    this.consumer = consumer;
  }

  Future<List<Claim>> claim(Collection<Integer> partitions) {
    return Future.join(partitions.stream()
            .map(partition -> store.claim(inputs.stage(), partition, topicIds))
            .toList())
        .map(all -> all.<Claim>list());
  }

  /** Not in a database callback: a Kafka consumer accepts a seek inside poll only from the polling thread. */
  List<Placed> seek(List<Claim> claims) {
    List<TopicPartition> all = claims.stream()
        .flatMap(claim -> inputs.partitions(claim.partition()).stream())
        .toList();
    Map<TopicPartition, Long> oldest = consumer.beginningOffsets(all);
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    return claims.stream().map(claim -> seek(claim, oldest, ends)).toList();
  }

  private Placed seek(
      Claim claim, Map<TopicPartition, Long> oldest, Map<TopicPartition, Long> ends) {
    List<TopicPartition> topics = inputs.partitions(claim.partition());
    long[] places = claim.next().clone();
    for (int input = 0; input < places.length; input++) {
      TopicPartition topic = topics.get(input);
      places[input] = within(
          topic,
          places[input],
          oldest.getOrDefault(topic, 0L),
          ends.getOrDefault(topic, places[input]));
      consumer.seek(topic, places[input]);
    }
    return new Placed(claim.at(places), !Arrays.equals(places, claim.next()));
  }

  /** Where to go on: what is kept in the database may lie before or behind what the broker still has. */
  private long within(TopicPartition topic, long next, long oldest, long end) {
    if (next > 0) {
      ExpiredRecords.say(inputs.stage(), oldest - next, topic);
    }
    if (next > end) {
      LOG.error(
          "{}: {} records of {} that were handled are not in the broker any more, say by a power cut; going on with what comes next",
          inputs.stage(),
          next - end,
          topic);
    }
    return Math.clamp(next, oldest, Math.max(oldest, end));
  }

  /** Keeps their places before anything is read there: by the next claim the broker's log may have grown past the old ones. */
  Future<Void> keep(List<Claim> moved) {
    return Future.join(moved.stream()
            .map(claim -> store.save(claim, Save.of(claim.next())))
            .toList())
        .mapEmpty();
  }
}
