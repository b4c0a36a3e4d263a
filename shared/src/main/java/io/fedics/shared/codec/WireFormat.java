package io.fedics.shared.codec;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import io.fedics.shared.event.AlertRaised;
import io.fedics.shared.event.AlertUpdated;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.AttackPredicted;
import io.fedics.shared.event.BudgetSpent;
import io.fedics.shared.event.ClientJoined;
import io.fedics.shared.event.ClientLost;
import io.fedics.shared.event.ClientRefused;
import io.fedics.shared.event.ClientReported;
import io.fedics.shared.event.DeadLetter;
import io.fedics.shared.event.DetectorSet;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowRouted;
import io.fedics.shared.event.HostActivityPart;
import io.fedics.shared.event.HostsScored;
import io.fedics.shared.event.IncidentStatusChanged;
import io.fedics.shared.event.InfluenceReported;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.ModelCompared;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.RecordScored;
import io.fedics.shared.event.RoundCompleted;
import io.fedics.shared.event.ScoresSketched;
import io.fedics.shared.event.Sighting;
import io.fedics.shared.event.SiteEdges;
import io.fedics.shared.event.SiteForgotten;
import io.fedics.shared.event.SourceGone;
import io.fedics.shared.event.SourceOpened;
import io.fedics.shared.event.TrainingStopped;
import java.util.LinkedHashMap;
import java.util.Map;

/** How records become JSON: names, kinds, strictness, limits. */
final class WireFormat {
  /** Deeper nesting than any record has; an attack on the parser otherwise. */
  private static final int MOST_DEPTH = 64;

  private WireFormat() {}

  /** Schema name of every record, as in {@code docs/events/}. */
  static Map<String, Class<? extends Event>> schemas() {
    var schemas = new LinkedHashMap<String, Class<? extends Event>>();
    schemas.put(FlowJson.SCHEMA, FlowObserved.class);
    schemas.put("host-activity/1", HostActivityPart.class);
    schemas.put("sighting/1", Sighting.class);
    schemas.put("anomaly/1", AnomalyDetected.class);
    schemas.put("hosts-scored/1", HostsScored.class);
    schemas.put("scores-sketched/1", ScoresSketched.class);
    schemas.put("attack/1", AttackClassified.class);
    schemas.put("prediction/1", AttackPredicted.class);
    schemas.put("site-edges/1", SiteEdges.class);
    schemas.put("alert-raised/1", AlertRaised.class);
    schemas.put("alert-updated/1", AlertUpdated.class);
    schemas.put("incident-status/1", IncidentStatusChanged.class);
    schemas.put("round-completed/1", RoundCompleted.class);
    schemas.put("client-joined/1", ClientJoined.class);
    schemas.put("client-reported/1", ClientReported.class);
    schemas.put("client-lost/1", ClientLost.class);
    schemas.put("client-refused/1", ClientRefused.class);
    schemas.put("budget-spent/1", BudgetSpent.class);
    schemas.put("influence-reported/1", InfluenceReported.class);
    schemas.put("training-stopped/1", TrainingStopped.class);
    schemas.put("model-compared/1", ModelCompared.class);
    schemas.put("flow-routed/1", FlowRouted.class);
    schemas.put("record-scored/1", RecordScored.class);
    schemas.put("dead-letter/1", DeadLetter.class);
    schemas.put("progress/1", Progress.class);
    schemas.put("source-opened/1", SourceOpened.class);
    schemas.put("source-gone/1", SourceGone.class);
    schemas.put("site-forgotten/1", SiteForgotten.class);
    schemas.put("detector-set/1", DetectorSet.class);
    schemas.put("model-activated/1", ModelActivated.class);
    return schemas;
  }

  static ObjectMapper eventMapper() {
    JsonMapper mapper = strict()
        .annotationIntrospector(new NullableIntrospector())
        .addMixIn(Event.class, BySchema.class)
        .build();
    schemas().forEach((name, type) -> mapper.registerSubtypes(new NamedType(type, name)));
    return mapper;
  }

  /** State is ours: fields rather than properties, and what is missing stays as the constructor left it. */
  static ObjectMapper stateMapper() {
    return strict()
        .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
        .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
        .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
        .build();
  }

  private static JsonMapper.Builder strict() {
    var limits = StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build();
    return JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
            .streamReadConstraints(limits)
            .build())
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .addMixIn(AnomalyDetected.class, AnomalyNames.class)
        .addMixIn(AttackClassified.class, AnomalyNames.class)
        .addMixIn(FlowRouted.FlowVerdict.class, AnomalyNames.class)
        .addModule(new EventModule());
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "schema")
  private interface BySchema {}

  private interface AnomalyNames {
    @JsonProperty("is_anomaly")
    boolean anomaly();
  }
}
