/**
 * Gives each named application on a machine a network port of its own, tells who listens on a port,
 * and frees a port by ending the processes that listen on it.
 *
 * <p>Start at {@link dev.portmanager.PortManagers}. Values are immutable records; what can be
 * unknown is {@link java.util.Optional} or a case of a sealed type, never {@code -1}, an empty
 * string or an empty list. No parameter and no result is {@code null}; a {@code null} argument is a
 * {@link java.lang.NullPointerException} that names the parameter.
 */
@NullMarked
package dev.portmanager;

import org.jspecify.annotations.NullMarked;
