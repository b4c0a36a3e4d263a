package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.SourceOpened;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JointWritesTest {
  private static final String STAGE = "persist-flows";

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final InMemoryStageStore stored = new InMemoryStageStore();
  private RefusingStageStore under =
      new RefusingStageStore(stored, "nobody", new StageFailure.Unavailable("not asked"));

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void write_partitionsOfOnePoll_areOneTransactionInTheirOrder() {
    List<Future<Void>> written = write(joint(), 2, 0, 1);

    assertThat(written).allMatch(Future::succeeded);
    assertThat(under.transactions()).containsExactly(List.of(0, 1, 2));
    assertThat(stored.rows()).hasSize(3);
  }

  @Test
  void write_onePartitionIsRefused_storesTheOthers() {
    under = refusing(new StageFailure.Malformed("refused"));

    List<Future<Void>> written = write(joint(), 0, 1, 2);

    assertThat(written.stream().map(Future::succeeded)).containsExactly(true, false, true);
    assertThat(StageException.failureOf(written.get(1).cause()))
        .isEqualTo(new StageFailure.Malformed("refused"));
    assertThat(under.transactions())
        .containsExactly(List.of(0, 1, 2), List.of(0), List.of(1), List.of(2));
    assertThat(stored.rows()).hasSize(2);
  }

  @Test
  void write_onePartitionIsFenced_storesTheOthers() {
    List<Claim> claims = claims(3);
    stored.fence(STAGE, 1);

    List<Future<Void>> written = write(joint(), claims);

    assertThat(written.stream().map(Future::succeeded)).containsExactly(true, false, true);
    assertThat(StageException.failureOf(written.get(1).cause()))
        .isInstanceOf(StageFailure.Fenced.class);
    assertThat(stored.rows()).hasSize(2);
  }

  @Test
  void write_databaseIsAway_isNotAskedAgainForEach() {
    under = refusing(new StageFailure.Unavailable("away"));

    List<Future<Void>> written = write(joint(), 0, 1, 2);

    assertThat(written).noneMatch(Future::succeeded);
    assertThat(under.transactions()).hasSize(1);
    assertThat(stored.rows()).isEmpty();
  }

  @Test
  void write_laterOnes_areAnotherTransaction() {
    JointWrites joint = joint();

    write(joint, 0, 2);
    write(joint, 0, 2);

    assertThat(under.transactions()).containsExactly(List.of(0, 2), List.of(0, 2));
  }

  private List<Claim> claims(int partitions) {
    return IntStream.range(0, partitions)
        .mapToObj(partition -> stored.claim(STAGE, partition, List.of("a")).result())
        .toList();
  }

  private List<Future<Void>> write(JointWrites joint, Integer... partitions) {
    List<Claim> claims = claims(3);
    return write(joint, List.of(partitions).stream().map(claims::get).toList());
  }

  /** One row a partition, as the batches of one poll; waits until all is done. */
  private List<Future<Void>> write(JointWrites joint, List<Claim> claims) {
    Promise<List<Future<Void>>> begun = Promise.promise();
    context.runOnContext(_ -> begun.complete(claims.stream()
        .map(claim -> joint.write(new StageStore.Share(
            claim,
            Save.of(new long[] {1}),
            List.of(new SourceOpened("demo", "test", 1, "s" + claim.partition(), 0)))))
        .toList()));
    List<Future<Void>> written = begun.future().await();
    Future.join(written).otherwiseEmpty().await();
    return written;
  }

  /** Of the second partition. */
  private RefusingStageStore refusing(StageFailure why) {
    return new RefusingStageStore(stored, "s1", why);
  }

  private JointWrites joint() {
    return new JointWrites(under, new UnwrittenRows(_ -> true), context);
  }
}
