package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DatabaseFailureTest {
  @Test
  void of_contentsThatAreRefused_isMalformed() {
    assertThat(List.of("22P02", "22003", "54000"))
        .allSatisfy(state -> assertThat(DatabaseFailure.of(refusal(state, null)))
            .isInstanceOf(StageFailure.Malformed.class));
  }

  @Test
  void of_statementThatIsRefused_isADefect() {
    assertThat(List.of("42P01", "42501", "23502"))
        .allSatisfy(state -> assertThat(DatabaseFailure.of(refusal(state, null)))
            .isInstanceOf(StageFailure.Defect.class));
    assertThat(DatabaseFailure.of(refusal("23514", "sites_kind_check")))
        .isInstanceOf(StageFailure.Defect.class);
  }

  @Test
  void of_whatPasses_isUnavailable() {
    assertThat(List.of("40001", "40P01", "53300", "57P01", "08006", "55P03"))
        .allSatisfy(state -> assertThat(DatabaseFailure.of(refusal(state, null)))
            .isInstanceOf(StageFailure.Unavailable.class));
    assertThat(DatabaseFailure.of(new IOException("connection refused")))
        .isEqualTo(new StageFailure.Unavailable("database: connection refused"));
  }

  @Test
  void of_rowWhosePartitionWasMadeMeanwhile_isUnavailable() {
    assertThat(DatabaseFailure.of(refusal("23514", null)))
        .isInstanceOf(StageFailure.Unavailable.class);
  }

  @Test
  void failed_whatSomebodyTranslated_keepsItsKind() {
    var fenced = new StageException(new StageFailure.Fenced("persist-flows/0 epoch 3"));
    assertThat(DatabaseFailure.failed(fenced).cause()).isSameAs(fenced);
  }

  private static PgException refusal(String state, @Nullable String constraint) {
    return new PgException(
        "refused",
        "ERROR",
        state,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        constraint);
  }
}
