namespace Nscp.Reviews.Domain.Organisations;

/// <summary>What must be true of a register before anything is judged by it.</summary>
static class RegisterRules
{
    public static void Check(IReadOnlyList<NamedDistrict> districts, IReadOnlyList<Organisation> organisations)
    {
        foreach (var twice in districts.CountBy(d => d.Code).Where(d => d.Value > 1)) throw Bad($"District {twice.Key} is listed twice.");
        foreach (var twice in organisations.CountBy(o => o.Code).Where(o => o.Value > 1)) throw Bad($"{twice.Key} is listed twice.");
        var byCode = organisations.ToDictionary(o => o.Code);
        var known = districts.Select(d => d.Code).ToHashSet();
        foreach (var organisation in organisations)
        {
            CheckDates(organisation);
            CheckReferences(organisation, byCode, known);
        }
        CheckOnePartnerEach(organisations);
    }

    static void CheckDates(Organisation organisation)
    {
        if (organisation.To < organisation.From) throw Bad($"{organisation.Code} ends before it begins.");
        if (organisation.Successor is not null && organisation.To is null) throw Bad($"{organisation.Code} has a successor but no end.");
    }

    static void CheckReferences(Organisation organisation, Dictionary<OrganisationCode, Organisation> byCode, HashSet<District> known)
    {
        if (organisation.Successor is { } successor && !byCode.ContainsKey(successor))
            throw Bad($"{organisation.Code} is succeeded by {successor}, which is not listed.");
        if (organisation.PartOf is { } whole && (!byCode.TryGetValue(whole, out var found) || found.PartOf is not null))
            throw Bad($"{organisation.Code} is part of {whole}, which is not listed or is itself a part.");
        foreach (var district in organisation.StatutoryFor)
            if (!known.Contains(district)) throw Bad($"{organisation.Code} serves {district}, which is not a district listed.");
        if (organisation.StatutoryFor.Count > 0 && organisation.PartnerKind is null)
            throw Bad($"{organisation.Code} is of a kind that is no statutory partner.");
    }

    static void CheckOnePartnerEach(IReadOnlyList<Organisation> organisations)
    {
        for (var i = 0; i < organisations.Count; i++)
            for (var j = i + 1; j < organisations.Count; j++)
            {
                var (one, other) = (organisations[i], organisations[j]);
                if (one.PartnerKind != other.PartnerKind || one.To < other.From || other.To < one.From) continue;
                foreach (var district in one.StatutoryFor.Intersect(other.StatutoryFor))
                    throw Bad($"{one.Code} and {other.Code} are the same partner for {district} on the same days.");
            }
    }

    static InvalidRegisterException Bad(string why) => new($"The organisations' register: {why}");
}
