package io.fedics.shared.event;

/**
 * An epsilon with all that gives it a meaning.
 *
 * @param epsilon of everything that was spent so far
 * @param unit whose presence it hides: {@code record} or {@code client}
 * @param delta at which it is told
 * @param accountant that computed it: {@code rdp} or {@code pld}
 * @param steps noised sums behind it
 * @param attested whether a site says so of itself; the server cannot check it
 */
public record PrivacyFigure(
    double epsilon, String unit, double delta, String accountant, long steps, boolean attested) {}
