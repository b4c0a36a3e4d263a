/** What the detectors' decisions share: findings, hosts and sites remembered. Plain Java: time, settings and inputs arrive as arguments. */
@NullMarked
package io.fedics.detect.domain;

import org.jspecify.annotations.NullMarked;
