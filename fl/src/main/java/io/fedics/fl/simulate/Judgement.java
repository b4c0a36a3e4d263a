package io.fedics.fl.simulate;

import java.util.Map;

/** How good a model is on records that nobody trained on. */
public sealed interface Judgement permits RowJudgement, WindowJudgement, ForestJudgement {
  /** By name as the command line writes them; a figure that does not exist is missing. */
  Map<String, Double> figures();
}
