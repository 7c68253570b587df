namespace Nscp.Reviews.Domain.Clocks;

/// <summary>Which definition of a clock holds, by partnership and by the day on which the clock starts.</summary>
public sealed class ClockPolicies
{
    readonly Dictionary<string, Rival[]> byClock;

    ClockPolicies(IReadOnlyList<ClockPolicy> policies)
    {
        All = policies;
        byClock = policies.SelectMany(policy => policy.Clocks, (policy, clock) => new Rival(policy, clock))
            .GroupBy(rival => rival.Definition.ClockId)
            .ToDictionary(clock => clock.Key, clock => clock.OrderByDescending(rival => rival.Policy.InForceFrom).ToArray());
    }

    /// <summary>The policies that this version of the project ships.</summary>
    public static ClockPolicies Shipped { get; } = Parse(EmbeddedData.Bytes("policies.json"));

    public IReadOnlyList<ClockPolicy> All { get; }

    /// <summary>Reads a policies file (UTF-8 JSON).</summary>
    /// <exception cref="InvalidPolicyException">
    /// The file cannot be read, or a policy in it cannot hold; the message names the policy and the clock.
    /// </exception>
    public static ClockPolicies Parse(ReadOnlySpan<byte> utf8)
    {
        var policies = PolicyFile.Read(utf8);
        PolicyRules.Check(policies);
        return new ClockPolicies(policies);
    }

    /// <summary>
    /// These and the partnerships' own of one deployment (the same format), checked together. Each of those names a partnership; it
    /// may say how a guidance clock is read and set a local clock, and never replaces a statutory one.
    /// </summary>
    /// <exception cref="InvalidPolicyException">As <see cref="Parse"/>; also when a policy names no partnership of the register.</exception>
    public ClockPolicies With(ReadOnlySpan<byte> own, OrganisationRegister register)
    {
        var policies = PolicyFile.Read(own);
        foreach (var policy in policies) CheckPartnership(policy, register);
        IReadOnlyList<ClockPolicy> all = [.. All, .. policies];
        PolicyRules.Check(all);
        return new ClockPolicies(all);
    }

    static void CheckPartnership(ClockPolicy policy, OrganisationRegister register)
    {
        var known = register.All.Where(o => o.Kind == OrganisationKind.Partnership).Select(o => o.Code.ToString()).ToList();
        var wrong = policy.Partnership is not { } code ? "it names no partnership, and only national policies do without"
            : known.Contains(code) ? null : $"the register has no partnership {code}";
        if (wrong is not null) throw new InvalidPolicyException($"Policy {policy.Id}: {wrong}. Write \"partnership\" with one of {string.Join(", ", known)}.");
    }

    /// <summary>
    /// The definition that holds for a clock starting on the day: the partnership's own policy in force, or else the
    /// national one that came into force last. Null before the first policy that sets the clock: it does not run then.
    /// </summary>
    /// <param name="partnership">Its code in the register, such as <c>NSCP</c>.</param>
    /// <exception cref="ArgumentException">There is no clock of that name.</exception>
    public ClockDefinition? For(string clockId, string partnership, LocalDate onDate) =>
        LatestInForce(clockId, partnership, onDate) ?? National(clockId, onDate);

    /// <summary>The national definition on the day, whatever a partnership's own policy says; null before the first.</summary>
    /// <exception cref="ArgumentException">There is no clock of that name.</exception>
    public ClockDefinition? National(string clockId, LocalDate onDate) => LatestInForce(clockId, null, onDate);

    /// <summary>Those that had come into force by the day, inclusive: what nobody had laid down yet, nobody could count by.</summary>
    public ClockPolicies KnownOn(LocalDate day) => All.All(policy => policy.InForceFrom <= day) ? this : new([.. All.Where(policy => policy.InForceFrom <= day)]);

    ClockDefinition? LatestInForce(string clockId, string? partnership, LocalDate onDate)
    {
        if (!ClockIds.All.Contains(clockId)) throw new ArgumentException($"There is no clock {clockId}.", nameof(clockId));
        foreach (var (policy, definition) in byClock.GetValueOrDefault(clockId, []))
            if (policy.Partnership == partnership && policy.IsInForceOn(onDate)) return definition;
        return null;
    }

    readonly record struct Rival(ClockPolicy Policy, ClockDefinition Definition);
}
