using System.Collections.Frozen;
namespace Nscp.Reviews.Domain.Organisations;

/// <summary>The organisations that the records name, through their changes, and the districts that they serve.</summary>
public sealed class OrganisationRegister
{
    readonly FrozenDictionary<OrganisationCode, Organisation> byCode;
    readonly FrozenDictionary<District, NamedDistrict> districts;

    OrganisationRegister(IReadOnlyList<NamedDistrict> districts, IReadOnlyList<Organisation> organisations)
    {
        (Districts, All) = (districts, organisations);
        byCode = organisations.ToFrozenDictionary(organisation => organisation.Code);
        this.districts = districts.ToFrozenDictionary(district => district.Code);
    }

    /// <summary>The register that this version of the project ships.</summary>
    public static OrganisationRegister Shipped { get; } = Parse(EmbeddedData.Bytes("organisations.json"));

    public IReadOnlyList<Organisation> All { get; }

    public IReadOnlyList<NamedDistrict> Districts { get; }

    /// <summary>Reads a register (UTF-8 JSON).</summary>
    /// <exception cref="InvalidRegisterException">The file cannot be read, or contradicts itself; the message names where.</exception>
    public static OrganisationRegister Parse(ReadOnlySpan<byte> utf8)
    {
        var (districts, organisations) = RegisterFile.Read(utf8);
        RegisterRules.Check(districts, organisations);
        return new OrganisationRegister(districts, organisations);
    }

    /// <summary>Null when the register has no such organisation.</summary>
    public Organisation? Find(OrganisationCode code) => byCode.GetValueOrDefault(code);

    /// <summary>Null when the register has no such district.</summary>
    public NamedDistrict? Find(District district) => districts.GetValueOrDefault(district);

    /// <summary>Whether the register has the organisation and the day lies between its first and last, both inclusive.</summary>
    public bool ExistedOn(OrganisationCode code, LocalDate date) => Find(code) is { } organisation && organisation.ExistedOn(date);

    /// <summary>The three statutory partners of the district on the day.</summary>
    /// <exception cref="ArgumentException">The register has no such district.</exception>
    public SafeguardingPartners StatutoryPartners(District district, LocalDate date)
    {
        CheckKnown(district);
        return new(
            Holder(SafeguardingPartner.LocalAuthority), Holder(SafeguardingPartner.Police), Holder(SafeguardingPartner.HealthPartner));

        OrganisationCode? Holder(SafeguardingPartner partner) =>
            All.FirstOrDefault(o => o.PartnerKind == partner && o.ExistedOn(date) && o.StatutoryFor.Contains(district))?.Code;
    }

    /// <summary>
    /// Which of the district's three partners the organisation speaks for on the day, as that partner or as part of it.
    /// Null for everyone else: relevant agencies, another area's partners, one that had not begun or had ended.
    /// </summary>
    /// <exception cref="ArgumentException">The register has no such district.</exception>
    public SafeguardingPartner? SpeaksFor(OrganisationCode code, District district, LocalDate date)
    {
        CheckKnown(district);
        if (Find(code) is not { } organisation || !organisation.ExistedOn(date)) return null;
        var body = organisation.PartOf is { } whole ? Find(whole)! : organisation;
        return body.ExistedOn(date) && body.StatutoryFor.Contains(district) ? body.PartnerKind : null;
    }

    internal void CheckKnown(District district)
    {
        if (!districts.ContainsKey(district)) throw new ArgumentException($"There is no district {district}.", nameof(district));
    }
}
