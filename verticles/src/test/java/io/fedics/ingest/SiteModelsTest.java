package io.fedics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.ingest.ActiveModels.Wanted;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.stage.RecordedOutputs;
import io.fedics.shared.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SiteModelsTest {
  private static final ModelRef OLD = new ModelRef("old", "1", "00ff", 0);
  private static final ModelRef TRIED = new ModelRef("new", "2", "11ff", 0);
  private static final Wanted ON_TRIAL = new Wanted(TRIED, true, 2, OLD);

  private final Map<String, Wanted> wanted = new TreeMap<>();
  private final RecordedOutputs out = new RecordedOutputs(1);

  private SiteModels models(boolean isNew) {
    return new SiteModels("plant-9", 0, isNew, () -> wanted);
  }

  private List<ModelActivated> told() {
    return out.all(Topic.NETWORK_DATA, ModelActivated.class).toList();
  }

  @Test
  void tell_newSite_beginsWithTheOneInForceBeforeTheTrial() {
    wanted.put("lstm", ON_TRIAL);
    models(true).tell(99, out);
    assertThat(told()).extracting(ModelActivated::model).containsExactly(OLD, TRIED);
    assertThat(told()).extracting(ModelActivated::onTrial).containsExactly(null, true);
    assertThat(told()).extracting(ModelActivated::activation).containsExactly(null, 2L);
    assertThat(told()).extracting(ModelActivated::fromSecond).containsOnly(101L);
    assertThat(told().getFirst().seq()).isLessThan(told().getLast().seq());
  }

  @Test
  void begin_newSite_isOfItsFirstSecondAndBehindNoLaterOne() {
    wanted.put("threat", new Wanted(OLD, false, 7, null));
    SiteModels models = models(true);
    models.begin(99, out);
    models.tell(98, out); // of other partitions, seconds before it may be open
    assertThat(told()).extracting(ModelActivated::fromSecond).containsExactly(99L);
    wanted.put("threat", new Wanted(TRIED, false, 8, null));
    models.tell(98, out);
    assertThat(told()).extracting(ModelActivated::model).containsExactly(OLD, TRIED);
    assertThat(told()).extracting(ModelActivated::fromSecond).containsExactly(99L, 100L);
    assertThat(told().getLast().seq()).isGreaterThan(told().getFirst().seq());
  }

  @Test
  void tell_siteThatIsKnown_isAskedToTryOnly() {
    wanted.put("lstm", ON_TRIAL);
    models(false).tell(99, out);
    assertThat(told()).extracting(ModelActivated::model).containsExactly(TRIED);
  }

  @Test
  void tell_trialBehindTheFirstSeconds_isAskedToTryOnly() {
    SiteModels models = models(true);
    models.tell(99, out);
    wanted.put("lstm", ON_TRIAL);
    models.tell(100, out);
    models.tell(101, out);
    assertThat(told()).extracting(ModelActivated::model).containsExactly(TRIED);
  }

  @Test
  void tell_twoActivationsBeforeTheNextSecond_noneLooksLikeARepeat() {
    SiteModels models = models(false);
    wanted.put("lstm", ON_TRIAL);
    models.tell(99, out);
    wanted.put("lstm", new Wanted(OLD, false, 3, null));
    models.tell(99, out);
    models(false).tell(99, out); // a restart says it again
    assertThat(told()).extracting(ModelActivated::model).containsExactly(TRIED, OLD, OLD);
    assertThat(told().get(1).seq()).isGreaterThan(told().getFirst().seq());
    assertThat(told().get(2)).isEqualTo(told().get(1));
  }

  @Test
  void tell_sameModelActivatedAgain_isWrittenAgain() {
    SiteModels models = models(false);
    wanted.put("lstm", ON_TRIAL);
    models.tell(99, out);
    wanted.put("lstm", new Wanted(TRIED, true, 4, OLD)); // rolled back meanwhile, unseen
    models.tell(100, out);
    assertThat(told()).extracting(ModelActivated::activation).containsExactly(2L, 4L);
  }
}
