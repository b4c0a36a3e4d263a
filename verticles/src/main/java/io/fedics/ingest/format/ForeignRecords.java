package io.fedics.ingest.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.fedics.shared.error.StageException;
import io.fedics.shared.error.StageFailure;
import io.fedics.shared.event.FlowBuilder;
import io.fedics.shared.topic.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records that other programs write on a topic of theirs: a JSON object, its keys the columns of a data set in any order,
 * case and spelling of blanks; the columns may stand in an object inside. Other keys (labels among them) are not read, and
 * neither are times: a record happened when it was sent. Not thread-safe.
 */
public final class ForeignRecords {
  /** Deep enough for a record; deeper is an attack on the reader. */
  private static final int DEEPEST = 16;
  /** A program writes a handful of forms; more are read too, only slower. */
  private static final int MOST_KNOWN = 64;

  private static final int MOST_NAMED = 12;
  /** 2200-01-01, as {@link TimeText}. */
  private static final long END_MILLIS = 7_258_118_400_000L;

  private static final JsonFactory JSON = JsonFactory.builder()
      .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // Python writes NaN and Infinity so
      .streamReadConstraints(
          StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
      .build();

  private final List<DataSetForm> forms;
  private final Map<List<String>, Known> known = new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<List<String>, Known> eldest) {
      return size() > MOST_KNOWN;
    }
  };
  private final Row row = new Row();

  /** What a set of keys was found to be. */
  private record Known(DataSetMapping mapping, List<String> missing, List<Field> fields) {}

  /** The cells of one record. */
  private record Cells(List<String> names, List<String> texts) {}

  /**
   * @param topic one that others write
   */
  public ForeignRecords(Topic topic) {
    this.forms = switch (topic) {
      case NETWORK_TRAFFIC -> List.of(DataSetForm.NSL_KDD, DataSetForm.CICIDS2017);
      case NETWORK_LOG -> List.of(DataSetForm.UNSW_NB15);
      case NETWORK_FLOWS -> List.of(DataSetForm.CICIDS2017);
      default ->
        throw new IllegalArgumentException(
            topic.topicName() + " is our own (expected: a topic others write)");
    };
  }

  /**
   * @param sentAt epoch milliseconds, of the record on the topic
   * @throws StageException of kind Malformed, naming field, value and what was expected
   */
  public FlowBuilder read(byte[] value, long sentAt) {
    if (sentAt < 0 || sentAt >= END_MILLIS) {
      throw malformed("timestamp: " + sentAt + " (expected: a time between 1970 and 2200)");
    }
    try {
      Cells cells = cellsOf(value);
      Known form = known.computeIfAbsent(cells.names, this::recognise);
      if (!form.missing.isEmpty()) {
        throw malformed(lacking(form));
      }
      row.begin();
      for (int i = 0; i < form.fields.size(); i++) {
        String text = cells.texts.get(i);
        Field field = form.fields.get(i);
        if (field != Field.OTHER && SeparatedParser.saysSomething(text)) {
          row.put(field, text);
          row.name(field, cells.names.get(i));
        }
      }
      return form.mapping.flow(row, cells.texts::get, Row.UNSET, sentAt * 1_000);
    } catch (RowRejected rejected) {
      throw malformed(rejected.at(0).reason());
    }
  }

  private static StageException malformed(String reason) {
    return new StageException(new StageFailure.Malformed(reason));
  }

  private Known recognise(List<String> names) {
    return forms.stream()
        .map(form -> knownOf(form, names))
        .min(Comparator.comparingInt(form -> form.missing.size()))
        .orElseThrow();
  }

  private static Known knownOf(DataSetForm form, List<String> names) {
    var mapping = new DataSetMapping(form);
    mapping.columnsAre(names);
    Field[] fields = mapping.columns().of(names);
    return new Known(mapping, mapping.missing(fields), List.of(fields));
  }

  private static String lacking(Known form) {
    List<String> missing = form.missing;
    List<String> named = missing.subList(0, Math.min(MOST_NAMED, missing.size()));
    return "record: no " + String.join(", ", named) + (named.size() < missing.size() ? ", …" : "")
        + " (expected: " + form.mapping.title() + ")";
  }

  private static Cells cellsOf(byte[] value) throws RowRejected {
    var cells = new Cells(new ArrayList<>(), new ArrayList<>());
    try (JsonParser json = JSON.createParser(value)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new RowRejected(Rejection.ROW, head(value), "a JSON object");
      }
      object(json, cells, true);
      if (json.nextToken() != null) {
        throw new RowRejected(Rejection.ROW, head(value), "one JSON object, nothing behind it");
      }
      return cells;
    } catch (JsonProcessingException e) {
      throw new RowRejected(Rejection.ROW, head(value), "a JSON object");
    } catch (IOException e) {
      throw new RowRejected(Rejection.ROW, head(value), "a JSON object in UTF-8");
    }
  }

  private static void object(JsonParser json, Cells cells, boolean outer) throws IOException {
    String key = json.nextFieldName();
    while (key != null) {
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_OBJECT && outer) {
        object(json, cells, false);
      } else if (token.isStructStart()) {
        json.skipChildren();
      } else {
        cells.names.add(key);
        cells.texts.add(token == JsonToken.VALUE_NULL ? "" : json.getText().strip());
      }
      key = json.nextFieldName();
    }
  }

  private static String head(byte[] value) {
    return LineReader.head(value, 0, value.length);
  }
}
