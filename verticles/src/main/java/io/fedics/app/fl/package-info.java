/** {@code ./fedics fl}: server, site, simulation and aggregation of federated training, and what becomes of its models. */
@NullMarked
package io.fedics.app.fl;

import org.jspecify.annotations.NullMarked;
