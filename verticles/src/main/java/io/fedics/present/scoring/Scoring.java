package io.fedics.present.scoring;

import io.fedics.fl.model.record.RecordScorer;
import io.fedics.shared.stage.RowWriter;
import java.util.concurrent.Callable;

/**
 * How records with a table's own columns are judged here.
 *
 * @param scorer by the models that are active now; may block
 * @param rows where verdicts go
 */
public record Scoring(Callable<RecordScorer> scorer, RowWriter rows) {}
