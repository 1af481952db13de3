package main

import (
	"fmt"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

const evaluationKey = "00000-00000-00000-00000-00000"

// addLicenses fills LicenseManager and says which host has which license.
func addLicenses(s *Scenario) error {
	manager := simulator.Map.Get(*content().LicenseManager).(*simulator.LicenseManager)
	manager.Licenses = []types.LicenseManagerLicenseInfo{}
	if s.Evaluation != nil {
		manager.Evaluation = types.LicenseManagerEvaluationInfo{Properties: evaluationProperties(*s.Evaluation)}
		manager.Licenses = append(manager.Licenses, simulator.EvalLicense)
	}
	for _, key := range names(s.Licenses) {
		manager.Licenses = append(manager.Licenses, licenseInfo(key, s.Licenses[key]))
	}
	if len(manager.Licenses) == 0 {
		manager.Licenses = append(manager.Licenses, simulator.EvalLicense)
	}
	manager.LicensedEdition = manager.Licenses[0].EditionKey
	for name, host := range s.Hosts {
		if _, ok := s.Licenses[host.License]; !ok && host.License != "" && host.License != evaluationKey {
			return fmt.Errorf("host %s: no license %q", name, host.License)
		}
	}
	if manager.LicenseAssignmentManager != nil {
		stock := simulator.Map.Get(*manager.LicenseAssignmentManager).(*simulator.LicenseAssignmentManager)
		simulator.Map.Put(&assignments{LicenseAssignmentManager: *stock})
	}
	return nil
}

func licenseInfo(key string, l License) types.LicenseManagerLicenseInfo {
	return types.LicenseManagerLicenseInfo{LicenseKey: key, EditionKey: l.Edition, Name: l.Name,
		Total: l.Total, Used: l.Used, CostUnit: or(l.CostUnit, "cpuPackage")}
}

func evaluationProperties(e Evaluation) []types.KeyAnyValue {
	left := e.HoursLeft
	if left < 0 {
		left = 0
	}
	return []types.KeyAnyValue{
		{Key: "expirationHours", Value: int64(left)},
		{Key: "expirationMinutes", Value: int64(left) * 60},
		{Key: "expirationDate", Value: now().Add(time.Duration(e.HoursLeft) * time.Hour).Truncate(time.Second)},
	}
}

// assignments answers per host; the simulator's own manager says evaluation for all.
type assignments struct {
	simulator.LicenseAssignmentManager
}

// QueryAssignedLicenses of one host, or of all when no entity is named.
func (m *assignments) QueryAssignedLicenses(ctx *simulator.Context, req *types.QueryAssignedLicenses) soap.HasFault {
	body := &methods.QueryAssignedLicensesBody{}
	if !granted(ctx.Session.UserName, content().RootFolder, "System.View") {
		body.Fault_ = simulator.Fault("Permission to perform this operation was denied.",
			&types.NoPermission{Object: content().RootFolder, PrivilegeId: "System.View"})
		return body
	}
	body.Res = new(types.QueryAssignedLicensesResponse)
	s := world.scenario
	for _, name := range names(s.Hosts) {
		host := world.hosts[name]
		key := s.Hosts[name].License
		if key == "" || req.EntityId != "" && req.EntityId != host.Self.Value {
			continue
		}
		assignment := types.LicenseAssignmentManagerLicenseAssignment{EntityId: host.Self.Value,
			Scope: content().About.InstanceUuid, EntityDisplayName: name}
		if key == evaluationKey {
			assignment.AssignedLicense = simulator.EvalLicense
			if s.Evaluation != nil {
				assignment.Properties = []types.KeyAnyValue{{Key: "Evaluation", Value: types.LicenseManagerEvaluationInfo{
					Properties: evaluationProperties(*s.Evaluation)}}}
			}
		} else {
			assignment.AssignedLicense = licenseInfo(key, s.Licenses[key])
		}
		body.Res.Returnval = append(body.Res.Returnval, assignment)
	}
	return body
}
