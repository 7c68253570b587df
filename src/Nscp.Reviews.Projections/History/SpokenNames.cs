namespace Nscp.Reviews.Projections;

/// <summary>Organisations as a person names them inside a sentence: with an article where one belongs, a service after its council, and in a list without the tails that every health trust has.</summary>
sealed class SpokenNames(OrganisationRegister organisations)
{
    static readonly string[] Tails = [" NHS Foundation Trust", " NHS Trust"];

    readonly Dictionary<OrganisationCode, string> _spoken = [];

    internal bool Knows(OrganisationCode code) => organisations.Find(code) is not null;

    /// <summary>Nottinghamshire County Council (public health).</summary>
    internal string Of(OrganisationCode code)
    {
        if (!_spoken.TryGetValue(code, out var spoken)) _spoken.Add(code, spoken = Spoken(code));
        return spoken;
    }

    string Spoken(OrganisationCode code) => Service(code) is { } service ? $"{service.Council} ({service.Name})" : organisations.Find(code) is { } known ? Plain(known) : code.ToString();

    /// <summary>The same with somebody's post: Nottinghamshire County Council (public health; Head of service).</summary>
    internal string With(OrganisationCode code, ShortText post) => Of(code) is var name && name.EndsWith(')') ? $"{name[..^1]}; {post})" : $"{name} ({post})";

    /// <summary>Each once, the services of one council together where the first of them stands.</summary>
    internal string List(IEnumerable<OrganisationCode> codes)
    {
        var names = codes.Distinct().GroupBy(code => Service(code)?.Whole ?? code).Select(Together).ToList();
        return names.Count == 0 ? "nobody" : Say.List(names);
    }

    string Together(IGrouping<OrganisationCode, OrganisationCode> of) => of.All(code => Service(code) is null) ? Short(of.Key)
        : $"{Of(of.Key)} ({string.Join("; ", of.Select(code => Service(code)?.Name ?? "the council itself"))})";

    /// <summary>Those who sign for the partnership itself are named by their post alone.</summary>
    internal string Of(Actor by) => by.Role is not { } post ? Of(by.Organisation)
        : organisations.Find(by.Organisation)?.Kind is OrganisationKind.Partnership or OrganisationKind.PartnershipGroup ? The(post.Value) : $"{The(post.Value)} of {Of(by.Organisation)}";

    static string The(string post) => post.StartsWith("the ", StringComparison.OrdinalIgnoreCase) ? post : $"the {post}";

    string Short(OrganisationCode code)
    {
        var name = Of(code);
        if (organisations.Find(code)?.Kind is OrganisationKind.ClinicalCommissioningGroup or OrganisationKind.IntegratedCareBoard && name.StartsWith("NHS ", StringComparison.Ordinal)) return name["NHS ".Length..];
        return Tails.FirstOrDefault(tail => name.EndsWith(tail, StringComparison.Ordinal)) is { } tail ? name[..^tail.Length] : name;
    }

    (OrganisationCode Whole, string Council, string Name)? Service(OrganisationCode code) =>
        organisations.Find(code) is { PartOf: { } whole } known && organisations.Find(whole) is { } council && known.Name.StartsWith(council.Name + ", ", StringComparison.Ordinal)
            ? (whole, council.Name, known.Name[(council.Name.Length + 2)..]) : null;

    static string Plain(Organisation known) => known.Kind switch
    {
        OrganisationKind.PartnershipGroup => The(known.Name.StartsWith("NSCP ", StringComparison.Ordinal) ? known.Name["NSCP ".Length..] : known.Name),
        OrganisationKind.Partnership or OrganisationKind.YouthJustice or OrganisationKind.Probation => The(known.Name),
        OrganisationKind.NationalBody when known.Name.Contains(' ', StringComparison.Ordinal) => The(known.Name),
        // A kind of organisation rather than one of them: schools and colleges.
        OrganisationKind.Education or OrganisationKind.GeneralPractice when known.Name.Contains(' ', StringComparison.Ordinal) && !known.Name.Skip(1).Any(char.IsUpper) => char.ToLowerInvariant(known.Name[0]) + known.Name[1..],
        _ => known.Name,
    };
}
