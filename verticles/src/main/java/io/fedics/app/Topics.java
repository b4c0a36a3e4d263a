package io.fedics.app;

import io.fedics.shared.error.UsageException;
import io.fedics.shared.topic.Topic;
import java.util.Arrays;
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
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are absent and waits until every partition answers. */
final class Topics {
  private static final int ANSWER_MILLIS = 30_000;
  private static final long RETRY_MILLIS = 50;

  private Topics() {}

  /**
   * Without the wait at the end an idempotent producer at full rate sometimes wedged.
   *
   * @param bootstrap {@code host:port,…}
   * @return the broker's own id of every topic
   * @throws UsageException when the broker does not answer or a topic has another number of partitions
   */
  static Map<Topic, String> ensure(String bootstrap, int partitions) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of(
        "bootstrap.servers", bootstrap,
        "default.api.timeout.ms", ANSWER_MILLIS,
        "request.timeout.ms", ANSWER_MILLIS / 2))) {
      create(admin, partitions);
      Map<Topic, String> ids = idsOfChecked(admin, partitions);
      awaitLeaders(admin, partitions);
      return ids;
    } catch (ExecutionException e) {
      throw new UsageException(
          "kafka.bootstrap-servers: " + bootstrap + " does not answer (expected: a running broker)",
          e);
    }
  }

  private static void create(Admin admin, int partitions)
      throws InterruptedException, ExecutionException {
    Set<String> present = admin.listTopics().names().get();
    List<NewTopic> absent = Arrays.stream(Topic.values())
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

  private static Map<Topic, String> idsOfChecked(Admin admin, int partitions)
      throws InterruptedException, ExecutionException {
    List<String> names = Arrays.stream(Topic.values()).map(Topic::topicName).toList();
    Map<String, TopicDescription> found =
        retrying(() -> admin.describeTopics(names).allTopicNames().get());
    Map<Topic, String> ids = new EnumMap<>(Topic.class);
    for (Topic topic : Topic.values()) {
      TopicDescription description = Objects.requireNonNull(found.get(topic.topicName()));
      if (description.partitions().size() != partitions) {
        throw new UsageException(
            "kafka.partitions: %d, but the topic %s has %d (expected: the same)"
                .formatted(
                    partitions, topic.topicName(), description.partitions().size()));
      }
      ids.put(topic, description.topicId().toString());
    }
    return ids;
  }

  private static void awaitLeaders(Admin admin, int partitions)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (Topic topic : Topic.values()) {
      for (int partition = 0; partition < partitions; partition++) {
        wanted.put(new TopicPartition(topic.topicName(), partition), OffsetSpec.latest());
      }
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
