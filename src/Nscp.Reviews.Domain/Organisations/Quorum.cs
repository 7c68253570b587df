namespace Nscp.Reviews.Domain.Organisations;

/// <summary>
/// Which of the three safeguarding partners for the place of the incident were at a meeting. As a minimum all three
/// are needed (NSCP Annual Report 2019/20). Each meeting stands alone, and is judged by its own date.
/// </summary>
public sealed record Quorum(bool LocalAuthority, bool Police, bool HealthPartner)
{
    public bool IsMet => LocalAuthority && Police && HealthPartner;

    public IEnumerable<SafeguardingPartner> Missing => Enum.GetValues<SafeguardingPartner>().Where(partner => !Has(partner));

    public bool Has(SafeguardingPartner partner) => partner switch
    {
        SafeguardingPartner.LocalAuthority => LocalAuthority,
        SafeguardingPartner.Police => Police,
        SafeguardingPartner.HealthPartner => HealthPartner,
    };

    /// <summary>
    /// The quorum of a meeting held on the day about an incident in the district. A council's services count for the
    /// council; another area's partners, relevant agencies and unknown codes count for nobody.
    /// </summary>
    /// <exception cref="ArgumentException">The register has no such district.</exception>
    public static Quorum Of(
        OrganisationRegister register, IEnumerable<OrganisationCode> attending, District district, LocalDate meetingDate)
    {
        register.CheckKnown(district);
        var present = attending.Select(code => register.SpeaksFor(code, district, meetingDate)).ToHashSet();
        return new(
            present.Contains(SafeguardingPartner.LocalAuthority),
            present.Contains(SafeguardingPartner.Police),
            present.Contains(SafeguardingPartner.HealthPartner));
    }
}
