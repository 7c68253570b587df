namespace Nscp.Reviews.Domain.Clocks;

/// <summary>What must be true of policies before any clock runs by them.</summary>
static class PolicyRules
{
    public static void Check(IReadOnlyList<ClockPolicy> policies)
    {
        foreach (var policy in policies) CheckAlone(policy);
        foreach (var twice in policies.CountBy(policy => policy.Id).Where(id => id.Value > 1))
            throw new InvalidPolicyException($"Policy {twice.Key} is listed more than once.");
        for (var i = 0; i < policies.Count; i++)
            for (var j = i + 1; j < policies.Count; j++)
                CheckTogether(policies[i], policies[j]);
        foreach (var clock in policies.SelectMany(policy => policy.Clocks)) PolicyFits.Check(clock);
        foreach (var policy in policies.Where(policy => policy.Partnership is not null))
            foreach (var clock in policy.Clocks) CheckOwn(policy, clock, policies);
    }

    static void CheckAlone(ClockPolicy policy)
    {
        var wrong = PolicyFits.MisfitOfText("id", policy.Id) ?? PolicyFits.MisfitOfText("title", policy.Title) ?? PolicyFits.MisfitOfText("note", policy.Note);
        if (wrong is not null)
            throw new InvalidPolicyException($"Policy {policy.Id}: {wrong}");
        if (policy.InForceTo < policy.InForceFrom)
            throw new InvalidPolicyException($"Policy {policy.Id} ends on {policy.InForceTo:R}, before it begins on {policy.InForceFrom:R}.");
        foreach (var clock in policy.Clocks)
            if (!ClockIds.All.Contains(clock.ClockId))
                throw new InvalidPolicyException($"Policy {policy.Id} sets {clock.ClockId}, which is not a clock.");
        foreach (var twice in policy.Clocks.CountBy(clock => clock.ClockId).Where(clock => clock.Value > 1))
            throw new InvalidPolicyException($"Policy {policy.Id} sets {twice.Key} more than once.");
    }

    static void CheckTogether(ClockPolicy one, ClockPolicy other)
    {
        foreach (var (clock, rival) in one.Clocks.Join(other.Clocks, clock => clock.ClockId, rival => rival.ClockId, (clock, rival) => (clock, rival)))
        {
            if (one.Partnership == other.Partnership && IsAmbiguous(one, other))
                throw new InvalidPolicyException($"Policies {one.Id} and {other.Id} both set {clock.ClockId} for the same days.");
            if (ReplacesStatute(one, rival, other) || ReplacesStatute(other, clock, one))
                throw new InvalidPolicyException($"Policies {one.Id} and {other.Id}: a partnership's own policy never replaces the statutory {clock.ClockId}.");
        }
    }

    /// <summary>
    /// A partnership's own policy says how guidance is read, and sets what is local: guidance keeps its period whoever reads it, and
    /// nobody but the law makes law, so that a missed clock is never named with a force that it has not got.
    /// </summary>
    static void CheckOwn(ClockPolicy own, ClockDefinition clock, IReadOnlyList<ClockPolicy> policies)
    {
        var national = policies.Where(policy => policy.Partnership is null).OrderBy(policy => policy.InForceFrom)
            .SelectMany(policy => policy.Clocks.Where(c => c.ClockId == clock.ClockId).Select(definition => (Policy: policy, Definition: definition))).ToList();
        var (_, held) = national.LastOrDefault(n => n.Policy.IsInForceOn(own.InForceFrom), national.FirstOrDefault());
        var force = held?.Force ?? (clock.Force == Force.Statute ? Force.Local : clock.Force);
        if (clock.Force != force)
            throw Bad($"a partnership's own policy cannot give it the force {Say.Word(clock.Force)}. Write \"force\": \"{Say.Word(force)}\".");
        if (held is { Force: Force.Guidance } && clock.Allowance != held.Allowance)
            throw Bad($"a partnership's own policy says how guidance is read, and keeps its period. Write the allowance that policy {held.PolicyId} has.");

        InvalidPolicyException Bad(string why) => new($"Policy {own.Id}, clock {clock.ClockId}: {why}");
    }

    // National policies follow one another without end dates, and the latest holds; a partnership's own must not overlap.
    static bool IsAmbiguous(ClockPolicy one, ClockPolicy other) =>
        one.Partnership is null
            ? one.InForceFrom == other.InForceFrom
            : one.IsInForceOn(other.InForceFrom) || other.IsInForceOn(one.InForceFrom);

    static bool ReplacesStatute(ClockPolicy local, ClockDefinition national, ClockPolicy nationalPolicy) =>
        local.Partnership is not null && nationalPolicy.Partnership is null && national.Force == Force.Statute;
}
