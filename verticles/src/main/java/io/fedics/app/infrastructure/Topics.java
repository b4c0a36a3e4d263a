package io.fedics.app.infrastructure;

import io.fedics.app.config.BrokerConfig;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.topic.Topic;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are absent and waits until every partition answers. */
public final class Topics {
  private static final int ANSWER_MILLIS = 30_000;
  private static final long RETRY_MILLIS = 50;

  private Topics() {}

  /**
   * Without the wait at the end an idempotent producer at full rate sometimes wedged.
   *
   * @param bootstrap {@code host:port,…}
   * @param wanted topics other programs write may have any number of partitions
   * @return the broker's own id of each of them
   * @throws UsageException when the broker cannot be found or does not answer, or a topic has another number of partitions
   */
  public static Map<Topic, String> ensure(String bootstrap, int partitions, Set<Topic> wanted)
      throws InterruptedException {
    try (Admin admin = admin(bootstrap)) {
      create(admin, partitions, wanted);
      Map<Topic, TopicDescription> found = found(admin, wanted);
      requireSame(found, partitions);
      awaitLeaders(admin, found.values());
      Map<Topic, String> ids = new EnumMap<>(Topic.class);
      found.forEach((topic, description) -> ids.put(topic, description.topicId().toString()));
      return ids;
    } catch (ExecutionException e) {
      throw new UsageException(
          "kafka.bootstrap-servers: " + bootstrap + " does not answer (expected: a running broker)",
          e);
    }
  }

  private static Admin admin(String bootstrap) {
    try {
      return Admin.create(Map.of(
          "bootstrap.servers", bootstrap,
          "default.api.timeout.ms", ANSWER_MILLIS,
          "request.timeout.ms", ANSWER_MILLIS / 2));
    } catch (KafkaException e) {
      throw BrokerConfig.unresolved(bootstrap, e);
    }
  }

  private static void create(Admin admin, int partitions, Set<Topic> wanted)
      throws InterruptedException, ExecutionException {
    Set<String> present = admin.listTopics().names().get();
    List<NewTopic> absent = wanted.stream()
        .map(Topic::topicName)
        .filter(name -> !present.contains(name))
        .map(name -> new NewTopic(name, Optional.of(partitions), Optional.empty()))
        .toList();
    for (var created : admin.createTopics(absent).values().values()) {
      try {
        created.get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        } // else another process was quicker
      }
    }
  }

  private static Map<Topic, TopicDescription> found(Admin admin, Set<Topic> wanted)
      throws InterruptedException, ExecutionException {
    List<String> names = wanted.stream().map(Topic::topicName).toList();
    Map<String, TopicDescription> byName =
        retrying(() -> admin.describeTopics(names).allTopicNames().get());
    Map<Topic, TopicDescription> found = new EnumMap<>(Topic.class);
    for (Topic topic : wanted) {
      found.put(topic, Objects.requireNonNull(byName.get(topic.topicName())));
    }
    return found;
  }

  private static void requireSame(Map<Topic, TopicDescription> found, int partitions) {
    found.forEach((topic, description) -> {
      int there = description.partitions().size();
      if (there != partitions && !Topic.FOREIGN.contains(topic)) {
        throw new UsageException(
            "kafka.partitions: %d, but the topic %s has %d (expected: the same)"
                .formatted(partitions, topic.topicName(), there));
      }
    });
  }

  private static void awaitLeaders(Admin admin, Collection<TopicDescription> topics)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (TopicDescription topic : topics) {
      topic
          .partitions()
          .forEach(partition -> wanted.put(
              new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
    }
    retrying(() -> admin.listOffsets(wanted).all().get());
  }

  /** The broker answers "unknown topic" for some moments after it created one. */
  private static <T> T retrying(Question<T> question)
      throws InterruptedException, ExecutionException {
    long limit = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS);
    while (true) {
      try {
        return question.ask();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > limit) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      }
    }
  }

  private interface Question<T> {
    T ask() throws InterruptedException, ExecutionException;
  }
}
