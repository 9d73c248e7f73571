/** Finds the back end for the system that core runs on. */
@NullMarked
package dev.portmanager.core.backend;

import org.jspecify.annotations.NullMarked;
