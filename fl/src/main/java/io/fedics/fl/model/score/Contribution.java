package io.fedics.fl.model.score;

/**
 * What one feature added to a score.
 *
 * @param feature its name
 * @param value what was seen
 * @param expected median of the training normals
 * @param low their 1st percentile
 * @param high their 99th percentile
 * @param contribution share in what the scorer says its contributions sum to; positive raises the score
 */
public record Contribution(
    String feature, double value, double expected, double low, double high, double contribution) {}
