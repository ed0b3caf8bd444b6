// Compute and hardware: FLOPs = accelerators x hours x peak x utilization. As in analysis/hardware.py.

const HOUR = 3600; // seconds

/** @param {string} name */
function findAccelerator(name) {
  return data().accelerators[index("accelerator").get(fold(name)) ?? -1];
}

/** @param {string} name */
function acceleratorNamed(name) {
  return findAccelerator(name) ?? unknown("accelerator", name);
}

/** @param {number} share Of the peak. */
function checkedShare(share) {
  return share > 0 && share <= 1 ? share : fail(data().messages.noShare, { given: general(share, 6) });
}

/**
 * Training compute of a number of parameters, or of a model by its architecture.
 * @param {number | Model} built
 * @param {number | null} tokens Null for those that the model saw.
 */
function trainingFlops(built, tokens) {
  if (typeof built === "number") return 6 * built * (tokens ?? fail(data().messages.noTokenCount));
  return tokens === null ? known(built.flops) : known(built.flopsPerToken) * tokens;
}

/**
 * The accelerator on which a model was trained.
 * @param {number | Model} built
 */
function acceleratorOf(built) {
  if (typeof built === "number") return fail(data().messages.noGpu);
  return data().accelerators[known(built.accelerator)];
}

/**
 * The hours of a model's training, summed over its accelerators.
 * @param {number | Model} built
 */
function chipHoursOf(built) {
  return typeof built === "number" ? fail(data().messages.noChipHours) : known(built.chipHours);
}
